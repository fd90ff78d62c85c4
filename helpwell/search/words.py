"""Text as words: the one way in which both what is indexed and what is asked is cut up."""

import re
from collections.abc import Iterator

from helpwell.core.text import fold

LONGEST_WORD = 40
MOST_WORDS = 4000
WORD = re.compile(r"\w+")
UNSPACED = re.compile(r"[぀-ヿ㐀-䶿一-鿿가-힯฀-๿]{2,}")


def words_of(text: str) -> list[str]:
    """The distinct folded words of `text` (at most `MOST_WORDS`), in order of appearance.

    Scripts that write without spaces are cut into overlapping pairs of characters.
    """
    found: dict[str, None] = {}
    for word in _cut(fold(text)):
        found[word[:LONGEST_WORD]] = None
        if len(found) == MOST_WORDS:
            break
    return list(found)


def question_of(text: str) -> str:
    """`text` as a tsquery: every word must occur, the last one may be only begun; "" if none."""
    words = words_of(text)[:12]
    if not words:
        return ""
    begun = len(words[-1]) > 1 and not text.endswith((" ", '"'))
    return " & ".join(f"'{word}'" for word in words) + (":*" if begun else "")


def _cut(text: str) -> Iterator[str]:
    for match in WORD.finditer(text):
        word = match.group()
        pairs = UNSPACED.search(word)
        if pairs:
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        else:
            yield word.strip("_") or word
