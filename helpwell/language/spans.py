"""Places in a text, and the text as tables know it, letter for letter in the same place."""

import re
from typing import NamedTuple

_PLAIN = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "\u00a0": " ",
                        "\u202f": " ", "\t": " ", "‐": "-", "‑": "-"})  # fmt: skip
_INVISIBLE = re.compile("[\u200b\u200c\u200d\ufeff\u00ad]")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


class Span(NamedTuple):
    """From the character `start` up to, not including, the character `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """What stands there."""
        return text[self.start : self.end]


def folded(text: str) -> str:
    """The text in small letters with plain blanks and apostrophes, exactly as long as it was."""
    small = text.lower()
    if len(small) != len(text):  # such as İ, which becomes two
        small = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _INVISIBLE.sub(" ", small.translate(_PLAIN))


def without_quotes(text: str) -> str:
    """The text with quoted lines (`> …`) blanked, so that places stay what they were."""
    return _QUOTED_LINE.sub(lambda line: " " * len(line.group()), text) if ">" in text else text
