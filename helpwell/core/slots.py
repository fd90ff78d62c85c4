"""Screens by slot: a page of a lower room names a place, rooms above fill it.

A filler of an ordinary slot takes the page's context and gives HTML or nothing. A filler of a
slot in a list takes the whole list and gives HTML by primary key, so a page costs the same
number of queries however long it is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Filler = Callable[..., str | None]
ListFiller = Callable[[Iterable[Any]], Mapping[int, str]]

_fillers: dict[str, list[tuple[int, Callable[..., Any]]]] = defaultdict(list)


def fills[F: Callable[..., Any]](slot: str, *, order: int = 50) -> Callable[[F], F]:
    """Register the decorated function as a filler of `slot`; low `order` comes first."""

    def register(filler: F) -> F:
        _fillers[slot].append((order, filler))
        _fillers[slot].sort(key=lambda entry: entry[0])
        return filler

    return register


def fillers_of(slot: str) -> list[Callable[..., Any]]:
    """Everything that was registered for `slot`, in its order."""
    return [filler for _, filler in _fillers[slot]]


def render(slot: str, context: Mapping[str, Any]) -> SafeString:
    """The HTML of every filler of `slot`, one after the other."""
    pieces = (filler(context) for filler in fillers_of(slot))
    return mark_safe("".join(piece for piece in pieces if piece))  # noqa: S308 - rendered templates


def render_for_list(slot: str, rows: Iterable[Any]) -> dict[int, SafeString]:
    """HTML by primary key for a whole list of rows."""
    rows = list(rows)
    pieces: dict[int, str] = defaultdict(str)
    for filler in fillers_of(slot):
        for key, piece in filler(rows).items():
            pieces[key] += piece
    return {key: mark_safe(piece) for key, piece in pieces.items()}  # noqa: S308
