"""Plain text: folding for search, snippets for lists, and what PostgreSQL can hold."""

import re
import unicodedata

from helpwell.core.errors import TooLong

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?|\n")
_SPACE = re.compile(r"\s+")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


def without_nul(text: str) -> str:
    """The text without NUL characters, which PostgreSQL cannot hold."""
    return text.replace("\0", "")


def storable(text: str) -> str:
    """The text as PostgreSQL can hold it: no NUL, surrogate pairs joined, lone ones `�`."""
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return without_nul(text)


def fold(text: str) -> str:
    """The text as search compares it: case folded, accents stripped, forms unified (NFKD)."""
    if text.isascii():  # nothing of what follows would change it
        return text.lower()
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", plain)
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", kept).casefold()


def one_line(text: str) -> str:
    """The text with every run of white space made one blank."""
    return _SPACE.sub(" ", text).strip()


def lines_of(text: str) -> list[str]:
    """The lines as people see them; not what `splitlines` also takes for an end, such as a form
    feed."""
    return _LINE_END.split(text)


def name_of(text: str, *, most: int) -> str:
    """What somebody typed as a name or in one line, as it is kept; refuses more than `most`."""
    line = one_line(storable(text))
    if len(line) > most:
        raise TooLong(most=most, given=len(line))
    return line


def snippet(text: str, length: int = 140) -> str:
    """The first words on one line, at most `length` characters, an ellipsis where cut."""
    line = one_line(text[: length * 8])
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    head, blank, _ = cut.rpartition(" ")
    return (head if blank and len(head) > length // 2 else cut).rstrip() + "…"
