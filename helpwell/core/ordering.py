"""Rows that people put into an order of their own, by their `position`."""

from collections.abc import Iterable
from typing import Any


def place(row: Any, *, to: int, among: Iterable[Any]) -> bool:
    """Put a row at place `to`, from 0, among those of its kind, which keep their order; whether
    they stand otherwise now. Positions are counted anew."""
    before = list(among)
    rows = [each for each in before if each.pk != row.pk]
    rows.insert(max(0, min(to, len(rows))), row)
    for position, each in enumerate(rows):
        each.position = position
    type(row)._default_manager.bulk_update(rows, ["position"])
    return [each.pk for each in rows] != [each.pk for each in before]
