"""Rich text of Outlook: unpacked, and the HTML or the words in it.

Compression is MS-OXRTFCP, HTML inside of rich text MS-OXRTFEX.
"""

import re
import struct
from dataclasses import dataclass, field, replace

from helpwell.channels.mail.charset_names import codecs_of
from helpwell.core.text import storable

MAX_BYTES = 2_000_000
MAX_DEPTH = 500
_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D
_KNOWN_BEFORE = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,9})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_SILENT = frozenset((
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer",
    b"footnote", b"themedata", b"fldinst", b"listtable", b"generator", b"xmlnstbl",
))  # fmt: skip
_SIGNS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
    b"endash": "–", b"emdash": "—", b"emspace": "\u2003", b"enspace": "\u2002",
}  # fmt: skip
_ESCAPED = {b"~": "\xa0", b"_": "-", b"\n": "\n", b"\r": "\n", b"-": ""}
_FONT_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


def decompressed(data: bytes) -> bytes:
    """The rich text in a compressed property, at most MAX_BYTES of it; nothing if it is none."""
    if len(data) < 16:
        return b""
    _, size, kind, _ = struct.unpack_from("<IIII", data)
    if kind == _PLAIN:
        return data[16 : 16 + min(size, MAX_BYTES)]
    return _unpacked(data, min(size, MAX_BYTES)) if kind == _COMPRESSED else b""


def _unpacked(data: bytes, size: int) -> bytes:
    """Eight pieces after each control byte: a byte, or what stood in the last 4096 bytes."""
    out, start = bytearray(_KNOWN_BEFORE), len(_KNOWN_BEFORE)
    position, end = 16, start + size
    while position < len(data) and len(out) < end:
        control = data[position]
        position += 1
        for bit in range(8):
            if not control >> bit & 1:
                out += data[position : position + 1]
                position += 1
                continue
            pair = int.from_bytes(data[position : position + 2])
            position += 2
            back = (len(out) - (pair >> 4)) % 4096
            if back == 0 or back > len(out) or position > len(data):
                return bytes(out[start:end])
            _repeat(out, back, (pair & 15) + 2)
    return bytes(out[start:end])


def _repeat(out: bytearray, back: int, length: int) -> None:
    start = len(out) - back
    piece = out[start : start + length]
    out += (piece * (length // len(piece) + 1))[:length]


@dataclass(slots=True)
class _Group:
    """What holds between two braces."""

    is_silent: bool = False
    is_fonts: bool = False
    is_markup: bool = False
    codec: str = "cp1252"
    skip: int = 1


@dataclass(slots=True)
class RichText:
    """What a rich text says: HTML where it was made from some, words else."""

    text: str = ""
    html: str = ""


def read(data: bytes) -> RichText:
    """Take rich text apart; never raises, linear in its length."""
    is_html = b"\\fromhtml" in data[:2_000]
    said = storable(_Reader(is_html=is_html).read(data[:MAX_BYTES]))
    return RichText(html=said) if is_html else RichText(text=said.strip())


@dataclass(slots=True)
class _Reader:
    is_html: bool
    out: list[str] = field(default_factory=list)
    bytes_waiting: bytearray = field(default_factory=bytearray)
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    default: str = "cp1252"
    is_for_rtf_alone: bool = False
    to_skip: int = 0

    @property
    def group(self) -> _Group:
        return self.groups[-1]

    def read(self, data: bytes) -> str:
        position = 0
        while found := _TOKEN.match(data, position):
            position = found.end()
            word, number, code, sign, brace, text = found.groups()
            if word == b"bin":
                position += max(0, int(number or 0))
            elif word:
                self._word(word, int(number) if number else None)
            elif brace:
                self._brace(brace)
            elif sign:
                self._sign(sign)
            else:
                self._characters(bytes.fromhex(code.decode()) if code else text or b"")
        self._flush()
        return "".join(self.out)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.to_skip = 0
        if brace == b"{" and len(self.groups) < MAX_DEPTH:
            self.groups.append(replace(self.group))
        elif brace == b"}" and len(self.groups) > 1:
            self.groups.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.group.is_silent = True
        elif sign in b"\\{}":
            self._characters(sign)
        else:
            self._say(_ESCAPED.get(sign, ""))

    def _word(self, word: bytes, number: int | None) -> None:
        if word == b"htmltag" and self.is_html:
            self.group.is_silent, self.group.is_markup = False, True
        elif word == b"htmlrtf":
            self._flush()
            self.is_for_rtf_alone = number != 0
        elif word in _SILENT:
            self.group.is_silent, self.group.is_fonts = True, word == b"fonttbl"
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word == b"u" and number is not None:
            self._say(chr(number % 65536))
            self.to_skip = self.group.skip
        elif number is not None:
            self._set(word, number)

    def _set(self, word: bytes, number: int) -> None:
        """Charsets: of the text, of a font, of a switch to a font."""
        if word == b"ansicpg":
            self.default = self.group.codec = next(iter(codecs_of(f"cp{number}")), "cp1252")
        elif word == b"uc":
            self.group.skip = max(0, min(number, 10))
        elif word == b"f" and self.group.is_fonts:
            self.font = number
        elif word == b"fcharset" and self.group.is_fonts:
            self.fonts[self.font] = _FONT_CHARSETS.get(number, self.default)
        elif word == b"f":
            self._flush()
            self.group.codec = self.fonts.get(number, self.default) if number else self.default

    def _characters(self, data: bytes) -> None:
        skipped = min(self.to_skip, len(data))
        self.to_skip -= skipped
        if not self._is_unheard():
            self.bytes_waiting += data[skipped:]

    def _say(self, text: str) -> None:
        self._flush()
        if not self._is_unheard():
            self.out.append(text)

    def _is_unheard(self) -> bool:
        return self.group.is_silent or (self.is_for_rtf_alone and not self.group.is_markup)

    def _flush(self) -> None:
        """Bytes that wait become characters together: some characters have two."""
        if self.bytes_waiting:
            self.out.append(bytes(self.bytes_waiting).decode(self.group.codec, "replace"))
            self.bytes_waiting.clear()
