"""Header fields written by hand: nothing but what stands here can get into a header.

The standard library loses blanks between encoded words and re-reads what it is given, so names
and subjects are encoded here (RFC 2047), whole, and folded only between words.
"""

import base64
import re

from helpwell.core.text import one_line, storable

LINE = 76
WORD = 60
WORD_BYTES = 42
MAX_NAME = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,70}\Z")


def safe(value: str) -> str:
    """A value that cannot begin another header: one line, no control characters."""
    return one_line(_CONTROL.sub(" ", storable(value)))


def field(name: str, words: list[str]) -> bytes:
    """One header, folded between its words; what is no header name is refused."""
    if not _NAME.match(name):
        raise ValueError(f"{name!r} is no header name")
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE and lines[-1].strip() != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines).encode() + b"\r\n"


def text_words(value: str) -> list[str]:
    """An unstructured value as words to fold between."""
    line = safe(value)
    words = line.split(" ") if line else []
    is_plain = line.isascii() and "=?" not in line and all(len(word) <= WORD for word in words)
    return words if is_plain else encoded_words(line)


def mailbox_words(name: str, email: str) -> list[str]:
    """A name and its address as words to fold between; the address is already checked."""
    line = safe(name)[:MAX_NAME].strip()
    if not line:
        return [email]
    return [*_phrase(line), f"<{email}>"]


def _phrase(line: str) -> list[str]:
    if not line.isascii() or "=?" in line or any(len(word) > WORD for word in line.split(" ")):
        return encoded_words(line)
    if _ATOMS.match(line):
        return line.split(" ")
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'.split(" ")


def encoded_words(line: str) -> list[str]:
    """The whole line as encoded words of UTF-8, cut between characters."""
    pieces, current = [], b""
    for char in line:
        encoded = char.encode()
        if len(current) + len(encoded) > WORD_BYTES:
            pieces.append(current)
            current = b""
        current += encoded
    pieces += [current] if current else []
    return [f"=?utf-8?b?{base64.b64encode(piece).decode()}?=" for piece in pieces]
