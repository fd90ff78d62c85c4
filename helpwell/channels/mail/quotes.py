"""Which lines of a mail are the sender's own words, which are quotes, which a signature.

One rule for text and HTML alike, written down in this package's README.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from helpwell.channels.mail.footers import is_list_footer, is_mobile_footer
from helpwell.channels.mail.introductions import (
    Introduction,
    introduction_at,
    is_strange_introduction,
)
from helpwell.channels.mail.labels import divider_of, head_at, is_rule

MAX_SIGNATURE_LINES = 15
MAX_ARMOR = 60
ARMOR = ("-----BEGIN PGP SIGNED MESSAGE-----", "-----BEGIN PGP SIGNATURE-----")
ARMOR_END = "-----END PGP SIGNATURE-----"
_MARKED = re.compile(r" {0,3}>(?!From )")
_BARRED = re.compile(r" {0,3}\|")
_SIGNED_NAME = re.compile(r"[-–—~][^\W\d_]\S*(?: [^\W\d_]\S*){1,3}\Z")
_LINK_REST = re.compile(r"\s*\(?<?https?://\S+\)?>?\s*>?\s*\Z")


class Kind(Enum):
    """What a line is."""

    WORDS = auto()
    QUOTE = auto()
    SIGNATURE = auto()


@dataclass(slots=True)
class Line:
    """A line to be judged; HTML knows more about it than its text says."""

    text: str
    is_quoted: bool = False
    may_be_quoted: bool = False
    begins_quote: bool = False
    is_signature: bool = False
    has_image: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be seen on it."""
        return not self.has_image and not self.text.strip("\ufeff\u200b\u200c\xa0 \t\r")


def is_marked(text: str) -> bool:
    """Whether a line of plain text carries the mark of a quote, and is no decoration."""
    return bool(_MARKED.match(text)) and not text.rstrip().endswith("<<")


def sort(lines: Sequence[Line]) -> list[Kind]:
    """The kind of each line; a mail of nothing but quotes and signatures is all words."""
    sorter = _Sorter(lines)
    sorter.run()
    if not sorter.seen_words:
        return [Kind.WORDS] * len(lines)
    return sorter.kinds


class _Sorter:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.texts = [line.text for line in lines]
        self.kinds = [Kind.WORDS] * len(lines)
        self.seen_words = False
        self.is_forward = False
        self.next_filled = self._fill_next()

    def _fill_next(self) -> list[int]:
        """For every line the next one that is not empty, itself included."""
        found = [len(self.lines)] * (len(self.lines) + 1)
        for position in range(len(self.lines) - 1, -1, -1):
            found[position] = found[position + 1] if self.lines[position].is_empty else position
        return found

    def run(self) -> None:
        position = 0
        while position < len(self.lines) and not self.is_forward:
            position = self._judge(position)

    def _judge(self, position: int) -> int:
        """Mark the block that begins on a line; answer where the next one begins."""
        line = self.lines[position]
        if line.is_empty:
            return position + 1
        if line.is_quoted:
            return self._mark(position, self._quote_end(position), Kind.QUOTE)
        if end := self._introduced(position) or self._headed(position) or self._divided(position):
            return self._mark(self._with_rule(position), end, Kind.QUOTE)
        if end := self._signed(position):
            return self._mark(position, end, Kind.SIGNATURE)
        self.seen_words = self.seen_words or not is_rule(line.text)
        return position + 1

    def _mark(self, start: int, end: int, kind: Kind) -> int:
        self.kinds[start:end] = [kind] * (end - start)
        return end

    def _introduced(self, position: int) -> int:
        """After an introduction goes what is quoted, or without any quote marks the whole rest."""
        found = introduction_at(self.texts, position) or self._stranger(position)
        if found is None:
            return 0
        following = self.next_filled[found.end]
        if following < len(self.lines) and self._is_quote_after(following):
            return self._quote_end(following)
        if not found.is_certain:
            return 0
        return len(self.lines) if self.seen_words else found.end

    def _stranger(self, position: int) -> Introduction | None:
        """An introduction in a language we do not know: just above a certain quote."""
        below = self.next_filled[position + 1]
        is_above = below < len(self.lines) and self.lines[below].is_quoted
        if is_above and is_strange_introduction(self.texts[position]):
            return Introduction(position + 1, is_certain=False)
        return None

    def _is_quote_after(self, position: int) -> bool:
        line = self.lines[position]
        return line.is_quoted or line.may_be_quoted or bool(_BARRED.match(line.text))

    def _headed(self, position: int) -> int:
        """After a copied message head goes the whole rest, unless nothing stands before it."""
        head = head_at(self.texts, position)
        if head is None:
            return 0
        following = self.next_filled[head.end]
        if following < len(self.lines) and self.lines[following].is_quoted:
            return self._quote_end(following)
        return self._rest()

    def _divided(self, position: int) -> int:
        is_divided = self.lines[position].begins_quote or divider_of(self.texts[position])
        return self._rest() if is_divided else 0

    def _rest(self) -> int:
        if self.seen_words:
            return len(self.lines)
        self.seen_words = self.is_forward = True
        return 0

    def _quote_end(self, start: int) -> int:
        """Past quoted lines, empty ones among and after them, and links broken out of them."""
        is_barred = bool(_BARRED.match(self.texts[start]))
        position = start
        while position < len(self.lines):
            line = self.lines[position]
            is_inside = line.is_quoted or line.is_empty or line.may_be_quoted
            if is_barred:
                is_inside = is_inside or bool(_BARRED.match(line.text))
            if not is_inside and not self._is_broken_link(position):
                break
            position += 1
        return position

    def _is_broken_link(self, position: int) -> bool:
        before, text = self.texts[position - 1], self.texts[position]
        has_quote_after = position + 1 < len(self.lines) and self.lines[position + 1].is_quoted
        if not has_quote_after or not self.lines[position - 1].is_quoted:
            return False
        opened = before.rfind("(http") if "(http" in before else before.rfind("<http")
        is_open = opened >= 0 and not {")", ">"} & set(before[opened:])
        return bool(_LINK_REST.match(text)) or (is_open and (")" in text or ">" in text))

    def _with_rule(self, position: int) -> int:
        """The drawn line just above belongs to what it sets apart."""
        above = position - 1
        while above >= 0 and self.lines[above].is_empty and position - above < 4:
            above -= 1
        is_words = above >= 0 and self.kinds[above] is Kind.WORDS
        return above if is_words and is_rule(self.texts[above]) else position

    def _signed(self, position: int) -> int:
        """Where the signature that begins here ends; 0 where none does."""
        if self.lines[position].is_signature or is_list_footer(self.texts, position):
            return self._signature_end(position)
        text = self.texts[position].rstrip("\r")
        if text.startswith(ARMOR):
            return self._armor_end(position)
        if text in ("-- ", "--", "--\xa0"):
            return self._signature_end(position, None if text == "-- " else MAX_SIGNATURE_LINES)
        if is_mobile_footer(text) or self._is_signed_name(position):
            return self._footer_end(position)
        return 0

    def _armor_end(self, start: int) -> int:
        """PGP's lines around a signed text: its head ends with an empty line, its foot says so."""
        if "SIGNATURE" not in self.texts[start]:
            return next((n for n in self._few_after(start) if self.lines[n].is_empty), 0)
        ends = (n + 1 for n in self._few_after(start) if self.texts[n].startswith(ARMOR_END))
        return next(ends, 0)

    def _few_after(self, start: int) -> range:
        return range(start, min(start + MAX_ARMOR, len(self.lines)))

    def _is_signed_name(self, position: int) -> bool:
        """A dash and a name (-Grace Hopper) as the last words before a quote or the end."""
        text = self.texts[position].strip()
        if not _SIGNED_NAME.match(text) or not all(word[:1].isupper() for word in text[1:].split()):
            return False
        is_apart = position > 1 and self.lines[position - 1].is_empty
        below = self.next_filled[position + 1]
        is_last = below == len(self.lines) or self.lines[below].is_quoted
        is_last = is_last or is_list_footer(self.texts, below) or self._is_cut(below)
        return is_apart and self.kinds[position - 2] is Kind.WORDS and is_last

    def _is_cut(self, position: int) -> bool:
        """Whether a quote is introduced on this line."""
        return bool(
            introduction_at(self.texts, position)
            or head_at(self.texts, position)
            or divider_of(self.texts[position])
        )

    def _signature_end(self, start: int, most: int | None = None) -> int:
        """Past the signature; 0 where it has more than `most` filled lines, so is none."""
        filled = 0
        for position in range(start + 1, len(self.lines)):
            line = self.lines[position]
            if line.is_quoted or self._is_cut(position):
                return position
            filled += not line.is_empty
            if most is not None and filled > most:
                return 0
        return len(self.lines)

    def _footer_end(self, position: int) -> int:
        """A footer stands alone: under it comes nothing, an empty line, or what is cut anyway."""
        below = position + 1
        if below == len(self.lines) or self.lines[below].is_empty or self.lines[below].is_quoted:
            return below
        text = self.texts[below]
        if is_mobile_footer(text) or is_rule(text) or text[:2] == "--":
            return below
        return below if self._is_cut(below) else 0
