"""Marks: words that nobody writes, by which the index itself knows how new an entry is.

PostgreSQL's index of words has no order: asked for the newest entries with a common word, it would
read them all. So each entry also carries the number of the block its owner lies in, for blocks of
several sizes, and a search asks for "word & block": the newest block first, older ones only when
too few were found.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BLOCK_BITS = (8, 11, 14, 17)  # blocks of 256, 2,048, 16,384 and 131,072 owners
SMALLEST_BITS, SMALL_BITS = 8, 11


@dataclass(frozen=True)
class Window:
    """The newest owners, as a tsquery over marks.

    The smallest holds so few entries that each may be looked at, a small one some ten thousand.
    """

    marks: str
    bits: int

    @property
    def is_smallest(self) -> bool:
        return self.bits <= SMALLEST_BITS

    @property
    def is_small(self) -> bool:
        return self.bits <= SMALL_BITS


def marks_of(kind: str, owner_id: int) -> list[str]:
    """The marks an entry carries: its kind, and its owner's block in each size."""
    return [f"~{kind}", *(_mark(kind, bits, owner_id >> bits) for bits in BLOCK_BITS)]


def windows(kinds: list[str], newest_id: int) -> Iterator[Window]:
    """Ever more of the owners up to `newest_id`, at last all of them.

    A window is the newest block of a size and the one before, so it is never almost empty.
    """
    for bits in BLOCK_BITS:
        last = newest_id >> bits
        if last < 2:
            break
        marks = (_mark(kind, bits, block) for kind in kinds for block in (last, last - 1))
        yield Window(_any(marks), bits)
    yield Window(_any(f"~{kind}" for kind in kinds), newest_id.bit_length() - 1)


def _mark(kind: str, bits: int, block: int) -> str:
    return f"~{kind}{bits}/{block}"


def _any(marks: Iterable[str]) -> str:
    return " | ".join(f"'{mark}'" for mark in marks)
