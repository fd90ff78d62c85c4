"""Header fields: found by name, unfolded, and decoded whatever their bytes are."""

import base64
import binascii
import quopri
import re
from functools import cached_property

from helpwell.channels.mail.charsets import decode, decode_header_bytes
from helpwell.core.text import one_line, storable

MAX_FIELDS = 2_000
MAX_FIELD_BYTES = 2_000_000
MAX_TEXT = 10_000
_FOLD = re.compile(r"\r?\n[ \t]*|\r")
_BREAK = re.compile(r"\r\n|\r|\n")
# The text of a word ends at the first `?=`; a `?` inside is against the rules and common.
_WORD = re.compile(
    r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,30})?\?\s?([bBqQ])\s?\?"
    r"((?:[^?=]|\?(?!=)|=(?!\?)|=(?=\?=))*+)\?="
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)


class Headers:
    """The fields of one part, in order; names are compared without regard to case."""

    def __init__(self, raw: bytes, lines: list[tuple[int, int]]) -> None:
        self.raw = raw
        self.lines = lines[:MAX_FIELDS]

    @cached_property
    def fields(self) -> list[tuple[str, bytes]]:
        """Names in lower case with raw values."""
        found = []
        for start, end in self.lines:
            name, _, value = self.raw[start : min(end, start + MAX_FIELD_BYTES)].partition(b":")
            found.append((name.strip().decode("utf-8", "replace").lower(), value))
        return found

    @cached_property
    def charset(self) -> str:
        """What the body declares: 8-bit bytes in the head are mostly of the same charset."""
        types = (value for name, value in self.fields if name == "content-type")
        return declared_charset(next(types, b"")[:MAX_TEXT])

    def all_raw(self, name: str) -> list[str]:
        """Every value of that name as characters, still folded and encoded."""
        return [self._characters(value) for known, value in self.fields if known == name]

    def first_raw(self, name: str) -> str:
        """The first value of that name, still folded and encoded; empty when there is none."""
        return next(iter(self.all_raw(name)), "")

    def all(self, name: str) -> list[str]:
        """Every value of that name, unfolded and decoded, on one line."""
        return [decoded(value) for value in self.all_raw(name)]

    def first(self, name: str) -> str:
        """The first value of that name, decoded; empty when there is none."""
        return decoded(self.first_raw(name))

    def decoded(self) -> tuple[tuple[str, str], ...]:
        """All fields, decoded, each at most MAX_TEXT characters long."""
        return tuple(
            (storable(name), decoded(self._characters(value[: MAX_TEXT * 4])))
            for name, value in self.fields
        )

    def _characters(self, value: bytes) -> str:
        return (
            value.decode("ascii")
            if value.isascii() and b"\x1b" not in value
            else (decode_header_bytes(value, self.charset))
        )


def declared_charset(data: bytes) -> str:
    """The first `charset=` in a piece of a head or of a page; empty where there is none."""
    found = _CHARSET.search(data)
    return found[1].decode("ascii", "replace") if found else ""


def decoded(value: str) -> str:
    """An unstructured field as people read it: at most MAX_TEXT characters, on one line."""
    return one_line(storable(decode_words(unfold(value)[: MAX_TEXT * 8])))[:MAX_TEXT]


def unfold(value: str) -> str:
    """The value on one line; a break inside an encoded word vanishes with its white space."""
    if "\n" not in value and "\r" not in value:
        return value.strip()
    value = _WORD.sub(lambda match: _FOLD.sub("", match[0]), value)
    return _BREAK.sub("", value).strip()


def decode_words(value: str) -> str:
    """RFC 2047 words decoded, also where they stand against the rules; the rest untouched.

    What was encoded twice, as a whole, is decoded twice.
    """
    if "=?" not in value:
        return value
    once = _decoded_words(value)
    is_word_again = once != value and once.startswith("=?") and once.endswith("?=")
    return _decoded_words(once) if is_word_again else once


def _decoded_words(value: str) -> str:
    out: list[str] = []
    words: list[tuple[str, bytes]] = []
    position = 0
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        if between.strip() or (position == 0 and between):
            out.append(_joined(words) + between)
            words = []
            if not between.endswith((" ", "\t", "(", '"', "[")):
                out.append(" ")
        words.append((match[1].lower(), _word_bytes(match[2], match[3])))
        position = match.end()
    rest = value[position:]
    glue = " " if rest[:1].isalnum() and words else ""
    return "".join((*out, _joined(words), glue, rest))


def _joined(words: list[tuple[str, bytes]]) -> str:
    """Neighbours of one charset are joined before decoding: some cut a character in two."""
    runs: list[tuple[str, bytes]] = []
    for charset, data in words:
        if runs and runs[-1][0] == charset and not charset.startswith("iso-2022"):
            runs[-1] = (charset, runs[-1][1] + data)
        else:
            runs.append((charset, data))
    return "".join(decode(data, charset) for charset, data in runs)


def _word_bytes(kind: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape")
    if kind in "qQ":
        return quopri.decodestring(data.replace(b" ", b"_"), header=True)
    data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(data) % 4 == 1:
        data = data[:-1]
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data
