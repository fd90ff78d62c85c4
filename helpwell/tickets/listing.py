"""Pages of a view's tickets."""

from collections.abc import Sequence
from typing import Protocol

from django.db.models import Q
from django.utils.functional import Promise

from helpwell.accounts.models import User
from helpwell.tickets.columns import Column, chosen_columns, with_columns
from helpwell.tickets.models import Ticket, TicketQuerySet
from helpwell.tickets.queries import personal, visible_to
from helpwell.tickets.sorting import GROUPINGS, after, keys_of, place_from, place_of

PAGE = 30


class Listed(Protocol):
    """A view, whoever made it."""

    @property
    def slug(self) -> str: ...
    @property
    def title(self) -> str | Promise: ...
    @property
    def columns(self) -> list[str] | tuple[str, ...]: ...
    @property
    def sort(self) -> str: ...
    @property
    def grouping(self) -> str: ...
    def rule(self, user: User) -> Q: ...


def list_page(
    user: User,
    view: Listed,
    *,
    before: str = "",
    size: int = PAGE,
    columns: Sequence[Column] | None = None,
) -> list[Ticket]:
    """One page of a view in its order, and one row more if there is a next page.

    `before` is the place (`place_in`) of the last row of the page before: no page costs more for
    being further down. It can say what `columns` ask for, or those of the view.
    """
    shown = chosen_columns(view.columns) if columns is None else columns
    rows = in_order(visible_to(user).filter(view.rule(user)), view)
    place = place_from(before, keys_of(view)) if before else None
    if place:
        rows = rows.filter(after(keys_of(view), place))
    rows = with_columns(rows.with_row_details(), shown)
    return list(rows.annotate(**personal(user))[: size + 1])


def in_order(rows: TicketQuerySet, view: Listed) -> TicketQuerySet:
    """The tickets as the view orders them."""
    keys = keys_of(view)
    computed = {key.name: key.expression for key in keys if key.expression is not None}
    joins = {key.path.partition("__")[0] for key in keys if "__" in key.path}
    rows = rows.select_related(*joins) if joins else rows
    return rows.annotate(**computed).order_by(*(key.order for key in keys))


def place_in(view: Listed, ticket: Ticket) -> str:
    """The place of a row of a view's page, for the address of the next one."""
    return place_of(ticket, keys_of(view))


def headings(view: Listed, tickets: list[Ticket], *, before: str = "") -> dict[int, str]:
    """The headings that stand above some of the rows, by the tickets' numbers."""
    grouping = GROUPINGS.get(view.grouping)
    if grouping is None:
        return {}
    place = place_from(before, keys_of(view)) if before else None
    last = place[: len(grouping.keys)] if place else None
    found: dict[int, str] = {}
    for ticket in tickets:
        here = [getattr(value, "pk", value) for value in (key.of(ticket) for key in grouping.keys)]
        if here != last:
            found[ticket.pk] = grouping.heading(ticket)
        last = here
    return found
