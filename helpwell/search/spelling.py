"""Mistyped words: which words that were ever written differ by one slip of the finger.

Two words are close when leaving out at most one letter of each makes them the same: a letter too
many, too few, another, or two that changed places. Each known word is kept with all it becomes by
leaving one letter out, so that one look into an index finds what is close (the symmetric delete
method of Wolf Garbe, 2012, for one letter).
"""

from helpwell.search.models import Word
from helpwell.search.words import words_of

SHORTEST = 4
MOST_CLOSE = 8


def close_to(text: str) -> list[list[str]] | None:
    """For each word of `text` itself and the known words close to it; None when none is close."""
    asked = words_of(text)
    near = [[word, *_close(word)] for word in asked]
    return near if any(len(each) > 1 for each in near) else None


def _close(word: str) -> list[str]:
    if len(word) < SHORTEST or any(char.isdigit() for char in word):
        return []
    found = Word.objects.filter(without__overlap=shortened(word)).exclude(text=word)
    return list(found.order_by("text").values_list("text", flat=True)[:MOST_CLOSE])


def shortened(word: str) -> list[str]:
    """The word, and what it becomes by leaving one letter out."""
    return [word, *dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word)))]
