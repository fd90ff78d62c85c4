"""What lists and exports may say of each ticket: its own columns and the fields of this house."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.fields.definitions import Definition
from helpwell.fields.people import names_of
from helpwell.fields.queries import definitions, edition
from helpwell.fields.showing import in_words, people_in
from helpwell.tickets.models import Ticket, TicketQuerySet
from helpwell.tickets.rules import ABOUT

Says = Callable[[Ticket], Any]


@dataclass(frozen=True)
class Column:
    """One thing said of each ticket; `joins` are the rows it is read from.

    That of a field of this house says its raw value; its `definition` has the words for it.
    """

    key: str
    label: str | Promise
    says: Says
    joins: tuple[str, ...] = ()
    definition: Definition | None = None

    @property
    def is_moment(self) -> bool:
        return self.key.endswith(("_at", "_since"))


def _tag_names(ticket: Any) -> str:
    return ", ".join(ticket.tag_names)


STANDING = {
    column.key: column
    for column in (
        Column("status", _("Status"), lambda ticket: ticket.status_name, ("custom_status",)),
        Column("priority", _("Priority"), lambda ticket: ticket.get_priority_display()),
        Column("type", _("Type"), lambda ticket: ticket.get_type_display()),
        Column("assignee", _("Assignee"), lambda ticket: ticket.assignee, ("assignee",)),
        Column("group", _("Group"), lambda ticket: ticket.group, ("group",)),
        Column("tags", _("Tags"), _tag_names),
        Column("brand", _("Brand"), lambda ticket: ticket.brand, ("brand",)),
        Column("form", _("Form"), lambda ticket: ticket.form, ("form",)),
        Column("reason", _("Contact reason"), lambda ticket: ticket.reason, ("reason",)),
        Column("resolution", _("Resolution"), lambda ticket: ticket.resolution, ("resolution",)),
        Column(
            "organisation",
            _("Organisation"),
            lambda ticket: ticket.requester.organisation,
            ("requester__organisation",),
        ),
        Column("opened_at", _("Opened"), lambda ticket: ticket.opened_at),
        Column("active_at", _("Last active"), lambda ticket: ticket.active_at),
        Column("waiting_since", _("Waiting since"), lambda ticket: ticket.waiting_since),
        Column("solved_at", _("Solved at"), lambda ticket: ticket.solved_at),
        Column("message_count", _("Messages"), lambda ticket: ticket.message_count),
    )
}


LEADS: dict[str, tuple[str, ...]] = {
    "ticket": (),
    "customer": ("requester",),
    "organisation": ("requester__organisation",),
}


def all_columns() -> dict[str, Column]:
    """Every column there is, those of the fields in use included."""
    at = edition()
    own = (
        _of_field(definition)
        for about in ABOUT
        for definition in definitions(about, at=at).in_use.values()
    )
    return STANDING | {column.key: column for column in own}


def chosen_columns(keys: Sequence[str]) -> list[Column]:
    """The columns of these keys that there still are; fields are read only if one is a field's."""
    known = all_columns() if any("." in key for key in keys) else STANDING
    return [known[key] for key in keys if key in known]


def with_columns(rows: TicketQuerySet, columns: Iterable[Column]) -> TicketQuerySet:
    """The tickets with all that the columns say, in one query."""
    columns = list(columns)
    joins = {join for column in columns for join in column.joins}
    rows = rows.select_related(*joins) if joins else rows
    if any(column.key == "tags" for column in columns):
        names = Ticket.tags.through._default_manager.filter(ticket=OuterRef("pk"))
        ordered = names.order_by("tag__name").values("tag__name")
        rows = rows.annotate(tag_names=ArraySubquery(ordered))
    return rows


def said_of(
    tickets: Sequence[Ticket], columns: Sequence[Column]
) -> dict[int, list[tuple[Column, Any]]]:
    """What the columns say of each ticket, by its number; people are looked up once for all."""
    people = names_of(
        people_in(
            (column.definition, column.says(ticket))
            for column in columns
            if column.definition
            for ticket in tickets
        )
    )
    return {
        ticket.pk: [(column, _in_words(column, ticket, people)) for column in columns]
        for ticket in tickets
    }


def _in_words(column: Column, ticket: Ticket, people: dict[int, str]) -> Any:
    value = column.says(ticket)
    return in_words(column.definition, value, people=people) if column.definition else value


def _of_field(definition: Definition) -> Column:
    about = definition.field.about
    return Column(
        f"{about}.{definition.key}",
        definition.name,
        lambda ticket: _values(ticket, about).get(definition.key),
        LEADS[about],
        definition,
    )


def _values(ticket: Ticket, about: str) -> dict[str, Any]:
    row: Any = {
        "ticket": ticket,
        "customer": ticket.requester,
        "organisation": ticket.requester.organisation if about == "organisation" else None,
    }[about]
    values: dict[str, Any] = row.values if row else {}
    return values


def plain(value: Any) -> str:
    """What a column says, as text: moments in UTC by ISO 8601, nothing as nothing."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return "" if value is None else str(value)
