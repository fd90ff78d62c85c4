"""Lists of MAPI properties, as TNEF holds them (MS-OXTNEF, section 2.1.3.4)."""

import contextlib
import struct
from dataclasses import dataclass, field

MAX_PROPERTIES = 20_000
BODY, RICH_TEXT, HTML = 0x1000, 0x1009, 0x1013
CODEPAGE, INTERNET_CODEPAGE = 0x3FFD, 0x3FDE
CONTENT, SHORT_NAME, LONG_NAME, DISPLAY_NAME = 0x3701, 0x3704, 0x3707, 0x3001
MIME_TYPE, CONTENT_ID = 0x370E, 0x3712
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_STRING8, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_MANY = 0x1000
_FIRST_NAMED = 0x8000


@dataclass(slots=True)
class Properties:
    """Values by their number; characters of Unicode are UTF-8 here."""

    values: dict[int, bytes] = field(default_factory=dict)
    objects: set[int] = field(default_factory=set)

    def first(self, number: int) -> bytes:
        """The value; empty when there is none."""
        return self.values.get(number, b"")

    def number(self, number: int) -> int:
        """The value as a number; 0 when there is none."""
        return int.from_bytes(self.first(number)[:4], "little")


def read(data: bytes) -> Properties:
    """The properties of a list; what is damaged, and all behind it, is left out."""
    reader = _Reader(data)
    with contextlib.suppress(struct.error, ValueError):
        reader.run()
    return reader.found


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.found = Properties()

    def run(self) -> None:
        for _ in range(min(self._number(), MAX_PROPERTIES)):
            kind, number = struct.unpack_from("<HH", self.data, self.position)
            self.position += 4
            if number >= _FIRST_NAMED:
                self._skip_name()
            self._take(number, kind & ~_MANY, is_many=bool(kind & _MANY))

    def _number(self) -> int:
        (number,) = struct.unpack_from("<I", self.data, self.position)
        self.position += 4
        return int(number)

    def _skip_name(self) -> None:
        """A named property says its name: a number, or words."""
        self.position += 16
        kind = self._number()
        length = self._number()
        if kind:
            self.position += _padded(length)

    def _take(self, number: int, kind: int, *, is_many: bool) -> None:
        values = self._number() if is_many or kind not in _FIXED else 1
        for _ in range(min(values, MAX_PROPERTIES)):
            value = self._value(kind)
            self.found.values.setdefault(number, value)
        if kind == _OBJECT:
            self.found.objects.add(number)

    def _value(self, kind: int) -> bytes:
        length = _FIXED.get(kind) or self._number()
        value = self.data[self.position : self.position + length]
        if len(value) < length:
            raise ValueError("a property runs over the end")
        self.position += _padded(length)
        if kind == _UNICODE:
            return value.decode("utf-16-le", "replace").rstrip("\0").encode("utf-8", "replace")
        return value.rstrip(b"\0") if kind == _STRING8 else value


def _padded(length: int) -> int:
    return length + (-length % 4)
