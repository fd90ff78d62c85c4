"""An invented language whose words are as unequal as those of a real one (Zipf's law)."""

import random
from bisect import bisect
from itertools import accumulate

from helpwell.search.words import words_of

WORDS = 50_000
SENTENCES = 40_000
ONSETS = (*"bdfghklmnprstvwz", "br", "cl", "dr", "fl", "gr", "pl", "sh", "st", "tr")
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
CODAS = ["", "", "n", "r", "s", "t", "l", "m"]


def vocabulary() -> list[str]:
    """All words, the commonest first; always the same."""
    dice = random.Random(1)
    found: dict[str, None] = {}
    while len(found) < WORDS:
        syllables = 1 + (len(found) > 60) + (len(found) > 4000) + (dice.random() < 0.3)
        found["".join(_syllable(dice) for _ in range(syllables))] = None
    return list(found)


def _syllable(dice: random.Random) -> str:
    return dice.choice(ONSETS) + dice.choice(VOWELS) + dice.choice(CODAS)


class Language:
    """Sentences made once, and bodies put together from them and from a few rare words."""

    def __init__(self) -> None:
        self.words = vocabulary()
        weights = list(accumulate(1 / (rank + 2.7) for rank in range(WORDS)))
        dice = random.Random(2)
        self.sentences = [self._sentence(dice, weights) for _ in range(SENTENCES)]
        self.folded = [frozenset(words_of(sentence)) for sentence in self.sentences]

    def _sentence(self, dice: random.Random, weights: list[float]) -> str:
        chosen = (bisect(weights, dice.random() * weights[-1]) for _ in range(dice.randint(7, 15)))
        return " ".join(self.words[at] for at in chosen).capitalize() + "."

    def body(self, dice: random.Random) -> tuple[list[str], set[str]]:
        """Paragraphs of 80 to 400 words in all (most are short), and the words in them."""
        rare = [self.words[int(dice.random() * WORDS)] for _ in range(3)]
        paragraphs = [f"Ref {' '.join(rare)}."]
        found = {"ref", *rare}
        left = 7 + int(29 * dice.random() ** 2.5)
        while left > 0:
            length = min(left, dice.randint(2, 5))
            chosen = [int(dice.random() * SENTENCES) for _ in range(length)]
            paragraphs.append(" ".join(self.sentences[at] for at in chosen))
            found.update(*(self.folded[at] for at in chosen))
            left -= length
        return paragraphs, found
