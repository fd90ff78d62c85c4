"""What can be chosen in a field: a list or a tree of values with their labels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from helpwell.core.text import name_of
from helpwell.fields.errors import ChoiceTwice, TooDeep, TooManyChoices

DEEPEST = 3  # levels of a tree
MOST = 500
LONGEST = 120
BETWEEN = " › "


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its value for ever, and the labels that lead to it."""

    value: str
    path: tuple[str, ...]
    ancestors: tuple[str, ...] = ()
    is_retired: bool = False

    @property
    def label(self) -> str:
        return BETWEEN.join(self.path)

    @property
    def depth(self) -> int:
        return len(self.path) - 1


@dataclass(frozen=True)
class Line:
    """A choice as it is typed: a label, its old value if it has one, and how far it is set in."""

    label: str
    value: str = ""
    depth: int = 0
    is_retired: bool = False


def all_of(stored: Sequence[Mapping[str, Any]]) -> dict[str, Choice]:
    """Every choice by its value, in the order in which they stand."""
    return {choice.value: choice for choice in _walk(stored, (), (), is_retired=False)}


def lines_of(stored: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The choices as lines to be typed over."""
    return [
        Line(choice.path[-1], choice.value, choice.depth, choice.is_retired)
        for choice in all_of(stored).values()
    ]


def stored(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines as they are kept; a new line gets a value that no other has.

    Refuses two of the same name beside each other or of one value, a name too long, a tree too
    deep, and too many of them.
    """
    lines = [line for line in lines if _label(line)]
    if len(lines) > MOST:
        raise TooManyChoices
    taken = _values_of(lines)
    top: list[dict[str, Any]] = []
    beside = [top]
    for line in lines:
        depth = min(max(line.depth, 0), len(beside) - 1)
        if depth >= DEEPEST:
            raise TooDeep
        row = _row(line, beside[depth], taken)
        beside[depth + 1 :] = [row.setdefault("choices", [])]
    return [_without_empty(row) for row in top]


def _values_of(lines: Sequence[Line]) -> set[str]:
    """The values that lines have already; refuses one that two have."""
    taken: set[str] = set()
    for line in lines:
        if line.value in taken:
            raise ChoiceTwice(line.value)
        taken |= {line.value} - {""}
    return taken


def _row(line: Line, beside: list[dict[str, Any]], taken: set[str]) -> dict[str, Any]:
    label = _label(line)
    if not line.is_retired and label.casefold() in {_compared(other) for other in beside}:
        raise ChoiceTwice(label)
    row: dict[str, Any] = {"value": line.value or _new_value(label, taken), "label": label}
    if line.is_retired:
        row["retired"] = True
    beside.append(row)
    return row


def _new_value(label: str, taken: set[str]) -> str:
    plain = slugify(label, allow_unicode=True)[:50] or "choice"
    value, number = plain, 2
    while value in taken:
        value, number = f"{plain}-{number}", number + 1
    taken.add(value)
    return value


def _compared(row: Mapping[str, Any]) -> str:
    """The name that no other choice beside this one may have; what is retired leaves it free."""
    return "" if row.get("retired") else str(row["label"]).casefold()


def _label(line: Line) -> str:
    return name_of(line.label, most=LONGEST)


def _without_empty(row: dict[str, Any]) -> dict[str, Any]:
    below = [_without_empty(each) for each in row.pop("choices", [])]
    return row | {"choices": below} if below else row


def _walk(
    rows: Sequence[Mapping[str, Any]],
    path: tuple[str, ...],
    ancestors: tuple[str, ...],
    *,
    is_retired: bool,
) -> Iterator[Choice]:
    for row in rows:
        gone = is_retired or bool(row.get("retired"))
        here = (*path, str(row["label"]))
        yield Choice(str(row["value"]), here, ancestors, gone)
        yield from _walk(
            row.get("choices", ()), here, (*ancestors, str(row["value"])), is_retired=gone
        )
