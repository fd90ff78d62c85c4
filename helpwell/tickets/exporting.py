"""Lists as files: CSV that no spreadsheet takes for formulas, and JSON; only what one may see."""

import csv
import json
from collections.abc import Iterator, Sequence
from typing import Any

from helpwell.accounts.models import User
from helpwell.core.tables import shielded
from helpwell.tickets.columns import Column, all_columns, plain, said_of
from helpwell.tickets.listing import Listed, list_page, place_in
from helpwell.tickets.models import Ticket

STEP = 500  # tickets read at once
BOM = "\ufeff"  # by which Excel knows UTF-8
FIRST = (
    Column("number", "number", lambda ticket: ticket.pk),
    Column("subject", "subject", lambda ticket: ticket.subject),
    Column("requester", "requester", lambda ticket: ticket.requester),
)


def exported_csv(user: User, view: Listed, *, for_excel: bool = False) -> Iterator[str]:
    """The view's tickets as lines of CSV (RFC 4180); with `for_excel` it begins with a BOM.

    A cell that a spreadsheet would take for a formula begins with an apostrophe instead (OWASP,
    CSV injection).
    """
    columns = _columns()
    writer = csv.writer(_Echo())
    yield (BOM if for_excel else "") + _line(writer, [column.key for column in columns])
    for said in _rows(user, view, columns):
        yield _line(writer, [shielded(plain(value)) for _column, value in said])


def exported_json(user: User, view: Listed) -> Iterator[str]:
    """The view's tickets as a JSON array of objects, one a line."""
    columns, lead = _columns(), "[\n"
    for said in _rows(user, view, columns):
        row = {column.key: _simple(value) for column, value in said}
        yield lead + json.dumps(row, ensure_ascii=False)
        lead = ",\n"
    yield "[]\n" if lead == "[\n" else "\n]\n"


def _columns() -> list[Column]:
    return [*FIRST, *all_columns().values()]


def _rows(
    user: User, view: Listed, columns: Sequence[Column]
) -> Iterator[list[tuple[Column, Any]]]:
    """Page by page, each in a query of its own: no lock and no cursor is held meanwhile."""
    before = ""
    while page := list_page(user, view, before=before, size=STEP, columns=columns):
        shown: list[Ticket] = page[:STEP]
        said = said_of(shown, columns)
        yield from (said[ticket.pk] for ticket in shown)
        if len(page) <= STEP:
            return
        before = place_in(view, shown[-1])


def _simple(value: Any) -> Any:
    return value if value is None or isinstance(value, int | bool) else plain(value)


def _line(writer: Any, cells: list[str]) -> str:
    return str(writer.writerow(cells))


class _Echo:
    """Gives back what a csv writer writes."""

    def write(self, text: str) -> str:
        """The text itself."""
        return text
