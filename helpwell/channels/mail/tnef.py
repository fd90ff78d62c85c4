"""winmail.dat: the files and texts that Outlook packs in TNEF (MS-OXTNEF)."""

import contextlib
import struct
from dataclasses import dataclass, field

from helpwell.channels.mail.charsets import decode

SIGNATURE = 0x223E9F78
MAX_RECORDS = 20_000
MAX_FILES = 500
_RENDERING, _TITLE, _DATA, _PROPERTIES, _ATTACHMENT = (
    0x00069002, 0x00018010, 0x0006800F, 0x00069003, 0x00069005,
)  # fmt: skip
_BODY, _HTML, _LONG_NAME, _OBJECT = 0x1000, 0x1013, 0x3707, 0x3701
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_STRING8, _UNICODE, _OBJECT_TYPE, _BINARY = 0x1E, 0x1F, 0x0D, 0x102


@dataclass(slots=True)
class Unpacked:
    """What stood inside."""

    text: str = ""
    html: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)


def unpack(data: bytes) -> Unpacked | None:
    """The files inside, or None where this is no TNEF; a damaged rest is left out."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != SIGNATURE:
        return None
    found = Unpacked()
    files: list[dict[str, bytes]] = []
    with contextlib.suppress(struct.error, ValueError):
        _read(data, found, files)
    for number, file in enumerate(files[:MAX_FILES], 1):
        if content := file.get("data"):
            name = decode(file.get("name", b"")).strip("\0 ") or f"attachment-{number}"
            found.files.append((name, content))
    return found if found.files or found.text or found.html else None


def _read(data: bytes, found: Unpacked, files: list[dict[str, bytes]]) -> None:
    position = 6
    for _ in range(MAX_RECORDS):
        if position + 9 > len(data):
            return
        _, key, length = struct.unpack_from("<BII", data, position)
        value = data[position + 9 : position + 9 + length]
        position += 9 + length + 2
        if key == _RENDERING:
            files.append({})
        elif key == _PROPERTIES:
            _take_message(value, found)
        elif files:
            _take_file(key, value, files[-1])


def _take_file(key: int, value: bytes, file: dict[str, bytes]) -> None:
    if key == _TITLE:
        file.setdefault("name", value.rstrip(b"\0"))
    elif key == _DATA:
        file["data"] = value
    elif key == _ATTACHMENT:
        properties = _properties(value)
        if name := properties.get(_LONG_NAME):
            file["name"] = name
        if content := properties.get(_OBJECT):
            file.setdefault("data", content)


def _take_message(value: bytes, found: Unpacked) -> None:
    properties = _properties(value)
    found.text = decode(properties.get(_BODY, b"")).replace("\r\n", "\n")
    found.html = decode(properties.get(_HTML, b""))


def _properties(data: bytes) -> dict[int, bytes]:
    """MAPI properties by their number; strings as UTF-8."""
    found: dict[int, bytes] = {}
    (count,) = struct.unpack_from("<I", data)
    position = 4
    for _ in range(min(count, MAX_RECORDS)):
        kind, number = struct.unpack_from("<HH", data, position)
        position += 4
        if number >= 0x8000:
            position = _after_name(data, position)
        is_many = bool(kind & 0x1000)
        kind &= ~0x1000
        values = 1
        if is_many or kind in (_STRING8, _UNICODE, _OBJECT_TYPE, _BINARY):
            (values,) = struct.unpack_from("<I", data, position)
            position += 4
        for _ in range(min(values, MAX_RECORDS)):
            value, position = _value(data, position, kind)
            found.setdefault(number, value)
    return found


def _after_name(data: bytes, position: int) -> int:
    (kind,) = struct.unpack_from("<I", data, position + 16)
    position += 20
    if kind == 0:
        return position + 4
    (length,) = struct.unpack_from("<I", data, position)
    return position + 4 + _padded(length)


def _value(data: bytes, position: int, kind: int) -> tuple[bytes, int]:
    if kind in _FIXED:
        return data[position : position + _FIXED[kind]], position + _FIXED[kind]
    (length,) = struct.unpack_from("<I", data, position)
    value = data[position + 4 : position + 4 + length]
    if position + 4 + length > len(data):
        raise ValueError("a property runs over the end")
    if kind == _UNICODE:
        value = value.decode("utf-16-le", "replace").rstrip("\0").encode()
    elif kind == _STRING8:
        value = value.rstrip(b"\0")
    return value, position + 4 + _padded(length)


def _padded(length: int) -> int:
    return length + (-length % 4)
