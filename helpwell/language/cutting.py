"""Text cut into sentences and words, in the way of each script."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from helpwell.language.spans import Span, folded
from helpwell.language.tables import LANGUAGES, table_of

SHORT_LINE = 50
_END = re.compile(
    r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』”）]*|\n[ \t]*\n\s*|\n(?=[ \t]*[-*•\d])|\n"
)
_DAY_NUMBER = re.compile(r"(?<!\d)(?:[1-9]|[12]\d|3[01])$")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_TOKEN = re.compile(r"[^\W_]+")
_NEXT = re.compile(r"\s*(\S)")
# Where “3. Dezember” is the third, a full stop after the number of a day ends no sentence.
ORDINAL_STOP = frozenset({"de", "da", "fi", "cs", "pl", "no"})
_LOOK_BACK = 24


class Token(NamedTuple):
    """One word as tables know it, in small letters; “don’t” and “l’ordre” are two."""

    word: str
    start: int
    end: int
    sentence: int


def sentences(text: str, language: str | None = None) -> list[Span]:
    """The sentences of a text, without the blanks around them; a list's items are sentences."""
    return [span for piece in _pieces(text, language) if (span := _trimmed(text, piece))]


def words(text: str) -> list[str]:
    """The words as a reader counts them: “don't”, “e-mail” and “3.5” are one each."""
    return _WORD.findall(text)


def tokens(text: str, language: str | None = None) -> list[Token]:
    """The words as tables are matched, with the number of the sentence in which they stand."""
    small = folded(text)
    return [
        Token(found.group(), found.start() + begin, found.end() + begin, number)
        for number, (begin, end) in enumerate(sentences(text, language))
        for found in _TOKEN.finditer(small[begin:end])
    ]


def token_words(phrase: str) -> list[str]:
    """A phrase of a table, cut as texts are."""
    return _TOKEN.findall(folded(phrase))


def last_pieces(words: frozenset[str]) -> frozenset[str]:
    """How single words of a table end when cut: “t” of “don't”, “n” of “n'”."""
    return frozenset(token_words(word)[-1] for word in words)


def _pieces(text: str, language: str | None) -> Iterator[Span]:
    cuts = [0, *(m.end() for m in _END.finditer(text) if _is_end(text, m, language)), len(text)]
    yield from (Span(start, end) for start, end in pairwise(cuts))


def _trimmed(text: str, piece: Span) -> Span | None:
    inner = piece.of(text)
    start = piece.start + len(inner) - len(inner.lstrip())
    end = piece.start + len(inner.rstrip())
    return Span(start, end) if start < end else None


def _is_end(text: str, stop: re.Match[str], language: str | None) -> bool:
    if stop.group() == "\n":
        return _ends_a_line(text, stop.start())
    if stop.group() != ".":
        return not stop.group().startswith("…") or not _goes_on(text, stop.end())
    before = text[max(0, stop.start() - _LOOK_BACK) : stop.start()]
    if language in ORDINAL_STOP and _DAY_NUMBER.search(before):
        return _NEXT.match(text, stop.end()) is None
    last = _LAST_WORD.search(before)
    return not (last and _is_shortened(last.group(), language)) and not _goes_on(text, stop.end())


def _ends_a_line(text: str, at: int) -> bool:
    """Whether a line ends here on purpose; a long line that goes on was only wrapped."""
    begin = text.rfind("\n", max(0, at - SHORT_LINE), at)
    return begin >= 0 or at < SHORT_LINE or not _goes_on(text, at)


def _goes_on(text: str, at: int) -> bool:
    following = _NEXT.match(text, at)
    return bool(following and following[1].islower())


def _is_shortened(word: str, language: str | None) -> bool:
    return (len(word) == 1 and word.isalpha()) or word.lower() in _abbreviations(language)


@cache
def _abbreviations(language: str | None) -> frozenset[str]:
    known = [language] if language in LANGUAGES else LANGUAGES
    return frozenset(word for code in known for word in table_of(code).words("abbreviations"))
