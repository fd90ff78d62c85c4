"""Text as words: the one way in which both what is indexed and what is asked is cut up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpwell.core.text import fold

LONGEST_WORD = 40
MOST_WORDS = 4000
MOST_ASKED = 12
WORD = re.compile(r"\w+")
UNSPACED = re.compile(r"[぀-ヿ㐀-䶿一-鿿가-힯฀-๿]{2,}")


@dataclass(frozen=True)
class Question:
    """The terms of a tsquery that must all occur: whole words, and one that may be only begun."""

    whole: list[str]
    begun: str = ""

    def as_written(self) -> "Question":
        """The same with the last word as a whole one."""
        return Question([*self.whole, self.begun.removesuffix(":*")]) if self.begun else self


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


def question_of(text: str) -> Question | None:
    """What `text` asks for; the last word may be only begun unless a blank follows it."""
    words = [f"'{word}'" for word in words_of(text)[:MOST_ASKED]]
    if not words:
        return None
    is_begun = len(words[-1]) > len("'a'") and not text.endswith((" ", '"'))
    return Question(words[:-1], f"{words[-1]}:*") if is_begun else Question(words)


def _cut(text: str) -> Iterator[str]:
    for match in WORD.finditer(text):
        word = match.group()
        pairs = UNSPACED.search(word)
        if pairs:
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        else:
            yield word.strip("_") or word
