"""Finding a language's phrases in a text: all sections in one walk over its words.

A phrase is words, in which `we/i` means either, `refund*` any word that begins so, and `..` up to
six words of the same sentence in between.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product

from helpwell.language.cutting import Token, token_words
from helpwell.language.spans import Span
from helpwell.language.tables import table_of

WIDEST_GAP = 6
STEM_KEY = 3
Pattern = tuple[str, ...]
Found = dict[str, list[Span]]


class Phrases:
    """Phrases by section, ordered by how they begin so that most words cost one look."""

    def __init__(self, sections: Mapping[str, Iterable[str]]) -> None:
        self.by_word: dict[str, list[tuple[str, Pattern]]] = defaultdict(list)
        self.by_stem: dict[str, list[tuple[str, Pattern]]] = defaultdict(list)
        for section, phrases in sections.items():
            for pattern in {each for phrase in phrases for each in patterns(phrase)}:
                self._learn(section, pattern)

    def _learn(self, section: str, pattern: Pattern) -> None:
        first = pattern[0]
        if first.endswith("*"):
            self.by_stem[first[:STEM_KEY]].append((section, pattern))
        else:
            self.by_word[first].append((section, pattern))

    def find(self, text: Sequence[Token]) -> Found:
        """Where each section's phrases stand, in reading order, the longest at each place."""
        found: Found = defaultdict(list)
        for at, token in enumerate(text):
            best: dict[str, int] = {}
            for section, pattern in self._beginning(token.word):
                end = _match(pattern, text, at)
                if end is not None:
                    best[section] = max(best.get(section, 0), end)
            for section, end in best.items():
                _note(found[section], Span(token.start, end))
        return found

    def _beginning(self, word: str) -> Iterator[tuple[str, Pattern]]:
        yield from self.by_word.get(word, ())
        yield from self.by_stem.get(word[:STEM_KEY], ())


def patterns(phrase: str) -> Iterator[Pattern]:
    """All that a phrase of a table stands for, as sequences of words."""
    for choice in product(*(part.split("/") for part in phrase.split())):
        pattern = tuple(word for part in choice for word in _cut(part))
        if pattern and not pattern[0].startswith(".."):
            yield pattern


@cache
def phrases_of(language: str | None, *sections: str) -> Phrases:
    """The phrases of these sections of a language's table, ready for finding."""
    table = table_of(language)
    return Phrases({section: table.phrases(section) for section in sections})


@cache
def entries_of(language: str | None, section: str) -> Phrases:
    """The entries of a section of pairs, each to be found under its own name."""
    return Phrases({entry: [entry] for entry in table_of(language).pairs(section)})


def _cut(part: str) -> list[str]:
    if part == "..":
        return [part]
    cut = token_words(part)
    return [*cut[:-1], cut[-1] + "*"] if part.endswith("*") and cut else cut


def _match(pattern: Pattern, text: Sequence[Token], at: int) -> int | None:
    """Where the pattern that begins with the word `at` ends, if it stands there."""
    sentence, gap = text[at].sentence, 0
    for wanted in pattern:
        if wanted == "..":
            gap = WIDEST_GAP
            continue
        place = _next(wanted, text, range(at, min(len(text), at + gap + 1)), sentence)
        if place is None:
            return None
        at, gap = place + 1, 0
    return text[at - 1].end


def _next(wanted: str, text: Sequence[Token], places: range, sentence: int) -> int | None:
    for at in places:
        if text[at].sentence != sentence:
            return None
        if _fits(wanted, text[at].word):
            return at
    return None


def _fits(wanted: str, word: str) -> bool:
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    return word == wanted


def _note(spans: list[Span], span: Span) -> None:
    """Add a place, unless it lies inside the one before."""
    if not spans or span.end > spans[-1].end:
        spans.append(span)
