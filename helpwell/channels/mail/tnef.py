"""winmail.dat: the files and texts that Outlook packs in TNEF (MS-OXTNEF)."""

import contextlib
import struct
from dataclasses import dataclass, field

from helpwell.channels.mail import mapi, rtf
from helpwell.channels.mail.charset_names import codecs_of
from helpwell.channels.mail.charsets import decode
from helpwell.channels.mail.mapi import Properties

SIGNATURE = 0x223E9F78
MAX_RECORDS = 20_000
MAX_FILES = 500
MAX_DEPTH = 5
_RENDERING, _TITLE, _DATA, _PROPERTIES, _ATTACHMENT, _CODEPAGE, _WORDS = (
    0x00069002, 0x00018010, 0x0006800F, 0x00069003, 0x00069005, 0x00069007, 0x0002800C,
)  # fmt: skip


@dataclass(slots=True)
class File:
    """A file inside."""

    name: str = ""
    content: bytes = b""
    content_type: str = ""
    content_id: str = ""
    is_message: bool = False


@dataclass(slots=True)
class Unpacked:
    """What stood inside."""

    text: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)


def unpack(data: bytes, *, depth: int = 0) -> Unpacked | None:
    """The texts and files inside, or None where this is no TNEF; a damaged rest is left out."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != SIGNATURE:
        return None
    reader = _Reader(data)
    with contextlib.suppress(struct.error, ValueError):
        reader.run()
    found = reader.found
    found.files = _opened([file for file in found.files if file.content][:MAX_FILES], depth)
    for number, file in enumerate(found.files, 1):
        file.name = file.name.strip("\0 ") or f"attachment-{number}"
    return found if found.files or found.text or found.html else None


def _opened(files: list[File], depth: int) -> list[File]:
    """An attached message of Outlook is TNEF again: its words as a file, and its files."""
    out: list[File] = []
    for file in files:
        inside = unpack(file.content, depth=depth + 1) if depth < MAX_DEPTH else None
        if not file.is_message or inside is None:
            out.append(file)
            continue
        words, suffix = (inside.html, "html") if inside.html else (inside.text, "txt")
        if words:
            out.append(File(f"{file.name or 'message'}.{suffix}", words.encode()))
        out += inside.files
    return out[:MAX_FILES]


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.found = Unpacked()
        self.charset = ""

    def run(self) -> None:
        position = 6
        for _ in range(MAX_RECORDS):
            if position + 9 > len(self.data):
                return
            _, key, length = struct.unpack_from("<BII", self.data, position)
            self._take(key, self.data[position + 9 : position + 9 + length])
            position += 9 + length + 2

    def _take(self, key: int, value: bytes) -> None:
        if key == _CODEPAGE:
            self.charset = _codepage(struct.unpack_from("<I", value)[0])
        elif key == _WORDS:
            self.found.text = self._characters(value)
        elif key == _PROPERTIES:
            self._take_message(mapi.read(value))
        elif key == _RENDERING:
            self.found.files.append(File())
        elif self.found.files:
            self._take_of_file(key, value, self.found.files[-1])

    def _take_message(self, properties: Properties) -> None:
        """The text as it is, or as rich text says it."""
        self.charset = _codepage(properties.number(mapi.CODEPAGE)) or self.charset
        self.found.text = self._characters(properties.first(mapi.BODY)) or self.found.text
        charset = _codepage(properties.number(mapi.INTERNET_CODEPAGE)) or self.charset
        self.found.html = decode(properties.first(mapi.HTML), charset)
        if self.found.html or not (packed := properties.first(mapi.RICH_TEXT)):
            return
        rich = rtf.read(rtf.decompressed(packed))
        self.found.html, self.found.text = rich.html, self.found.text or rich.text

    def _take_of_file(self, key: int, value: bytes, file: File) -> None:
        if key == _TITLE:
            file.name = file.name or self._characters(value)
        elif key == _DATA:
            file.content = value
        elif key == _ATTACHMENT:
            self._describe(file, mapi.read(value))

    def _describe(self, file: File, properties: Properties) -> None:
        names = (mapi.LONG_NAME, mapi.SHORT_NAME, mapi.DISPLAY_NAME)
        named = next(filter(None, map(properties.first, names)), b"")
        file.name = self._characters(named) or file.name
        file.content_type = self._characters(properties.first(mapi.MIME_TYPE)).lower()
        file.content_id = self._characters(properties.first(mapi.CONTENT_ID)).strip("<> ")
        content = properties.first(mapi.CONTENT)
        file.is_message = mapi.CONTENT in properties.objects
        content = content[16:] if file.is_message else content  # behind its interface's number
        file.content = file.content or content

    def _characters(self, value: bytes) -> str:
        return decode(value.rstrip(b"\0"), self.charset).replace("\r\n", "\n")


def _codepage(number: int) -> str:
    name = f"cp{number}"
    return name if codecs_of(name) else ""
