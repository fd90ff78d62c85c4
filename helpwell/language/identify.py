"""In which language a text is written, by its script and by how its words are spelt."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import log
from typing import NamedTuple

from helpwell.language.spans import folded, without_quotes
from helpwell.language.tables import LANGUAGES, table_of

MOST_CHARACTERS = 2000
MOST_WORDS = 40
# In natural logarithms of odds: how much likelier than the next language, in all and a word.
LEAST_LEAD = 3.0
LEAST_LEAD_A_WORD = 0.35
COMMON_WORD = 2.5
UNSEEN = 0.4
KINDS_OF_TRIPLES = 6000
_NOT_LANGUAGE = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+|\{[^}]*\}|<[^>]*>|\w*\d\w*")
_WORD = re.compile(r"[^\W\d_]+")
_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u4e00-\u9fff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_NOT_RUSSIAN = re.compile("[іїєґўјљњћђџѓќѕ]")
LATIN = tuple(code for code in LANGUAGES if code not in {"ru", "ja", "zh"})


def language_of(text: str) -> str | None:
    """The code of the language, one of `LANGUAGES`; None when unsure.

    Quoted lines, addresses, links and numbers do not count; forty words are read.
    """
    clean = _NOT_LANGUAGE.sub(" ", without_quotes(text[:MOST_CHARACTERS]))
    letters = max(1, sum(char.isalpha() for char in clean))
    kana, han = len(_KANA.findall(clean)), len(_HAN.findall(clean))
    if (kana + han) * 3 > letters:
        return "ja" if kana * 12 > han else "zh"
    if len(_CYRILLIC.findall(clean)) * 2 > letters:
        return None if _NOT_RUSSIAN.search(clean.lower()) else "ru"
    return _by_spelling(_WORD.findall(folded(clean)))


def _by_spelling(words: list[str]) -> str | None:
    """The Latin language in which these words are likeliest (naive Bayes over letter triples)."""
    if not words:
        return None
    ranked = sorted(zip(_likeliness(words[:MOST_WORDS]), LATIN, strict=True), reverse=True)
    (best, first), (next_best, _) = ranked[:2]
    is_sure = best - next_best >= max(LEAST_LEAD, LEAST_LEAD_A_WORD * len(words[:MOST_WORDS]))
    return first if is_sure else None


def _likeliness(words: list[str]) -> list[float]:
    """The logarithm of how likely the words are in each Latin language."""
    spelling = _spelling()
    score = [0.0] * len(LATIN)
    for word in words:
        for triple in _triples(word):
            for at, likely in enumerate(spelling.triples.get(triple, spelling.unseen)):
                score[at] += likely
        for at in spelling.common.get(word, ()):
            score[at] += COMMON_WORD
    return score


class _Spelling(NamedTuple):
    """How words are spelt: the likeliness of each triple and where a word is common, by place."""

    triples: Mapping[str, Sequence[float]]
    unseen: Sequence[float]
    common: Mapping[str, Sequence[int]]


@cache
def _spelling() -> _Spelling:
    """Learnt from the languages' own tables; takes a quarter of a second, once."""
    counts = [_counted(code) for code in LATIN]
    totals = [each.total() + UNSEEN * KINDS_OF_TRIPLES for each in counts]
    triples = {
        triple: [log((each[triple] + UNSEEN) / n) for each, n in zip(counts, totals, strict=True)]
        for triple in set().union(*counts)
    }
    common = defaultdict(list)
    for at, code in enumerate(LATIN):
        for word in table_of(code).words("common"):
            common[word].append(at)
    return _Spelling(triples, [log(UNSEEN / total) for total in totals], common)


def _counted(code: str) -> Counter[str]:
    table = table_of(code)
    texts = [" ".join(table.words("common"))] * 3 + list(_texts(table.content))
    words = (word for text in texts for word in _WORD.findall(folded(text)))
    return Counter(triple for word in words for triple in _triples(word))


def _triples(word: str) -> Iterator[str]:
    padded = f" {word[:30]} "
    yield from (padded[at : at + 3] for at in range(len(padded) - 2))


def _texts(content: Mapping[str, object]) -> Iterator[str]:
    """All that a table holds in its own language, keys of pairs included."""
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _texts(value)
        elif isinstance(value, str) and "\\" not in value:
            yield f"{key} {value}" if " " in key else value
