"""What a merge would do: where tickets disagree, which value wins, who would get answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from helpwell.customers.models import Customer
from helpwell.fields.models import Field
from helpwell.tickets.models import Participant, Ticket


@dataclass(frozen=True)
class Said:
    """What one of the tickets says in a row of the preview; `wins` when the survivor will too."""

    ticket: Ticket
    words: str
    wins: bool


@dataclass(frozen=True)
class Row:
    """Something of which tickets can say different things."""

    label: str | Words
    said: list[Said]

    @property
    def is_conflict(self) -> bool:
        """Whether more than one thing is said, so that something is lost from sight."""
        return len({each.words for each in self.said if each.words}) > 1

    @property
    def is_filled(self) -> bool:
        """Whether the survivor says nothing and takes over what another says."""
        return not self.is_conflict and any(each.wins for each in self.said)


@dataclass(frozen=True)
class Outsider:
    """Somebody outside who had a part in one of the tickets and would have none in the survivor."""

    customer: Customer
    ticket: Ticket
    is_requester: bool


@dataclass(frozen=True)
class Preview:
    """What is seen before a merge: rows that conflict first, and who is asked about."""

    conflicts: list[Row]
    filled: list[Row]
    outsiders: list[Outsider]

    @property
    def has_other_customers(self) -> bool:
        return any(each.is_requester for each in self.outsiders)


READ: tuple[tuple[str | Words, Callable[[Ticket], Any]], ...] = (
    (_("Customer"), lambda ticket: ticket.requester),
    (_("Subject"), lambda ticket: ticket.title),
    (_("Status"), lambda ticket: ticket.status_name),
    (_("Assignee"), lambda ticket: ticket.assignee or ""),
    (_("Group"), lambda ticket: ticket.group or ""),
    (_("Priority"), lambda ticket: ticket.get_priority_display()),
    (_("Type"), lambda ticket: ticket.get_type_display()),
    (_("Brand"), lambda ticket: ticket.brand or ""),
    (_("Reason"), lambda ticket: ticket.reason or ""),
    (_("Resolution"), lambda ticket: ticket.resolution or ""),
)


def preview_of(tickets: Sequence[Ticket], survivor: Ticket) -> Preview:
    """What merging `tickets` would do when `survivor` is the one that goes on."""
    in_turn = [survivor, *(ticket for ticket in tickets if ticket != survivor)]
    rows = [_row(label, in_turn, read) for label, read in (*READ, *_fields(tickets))]
    return Preview(
        conflicts=[row for row in rows if row.is_conflict],
        filled=[row for row in rows if row.is_filled and not row.said[0].words],
        outsiders=_outsiders(in_turn),
    )


def _row(label: str | Words, in_turn: list[Ticket], read: Callable[[Ticket], Any]) -> Row:
    words = [str(read(ticket)) for ticket in in_turn]
    first = next((n for n, each in enumerate(words) if each), None)
    return Row(label, [Said(t, words[n], n == first) for n, t in enumerate(in_turn)])


def _fields(tickets: Sequence[Ticket]) -> list[tuple[str, Callable[[Ticket], Any]]]:
    """The custom fields that any of the tickets has a value of."""
    keys = {key for ticket in tickets for key in ticket.values}
    if not keys:
        return []
    found = Field.objects.filter(about=Field.About.TICKET, key__in=keys)
    return [(field.name, _value_of(field.key)) for field in found]


def _value_of(key: str) -> Callable[[Ticket], Any]:
    return lambda ticket: ticket.values.get(key, "")


def _outsiders(in_turn: list[Ticket]) -> list[Outsider]:
    survivor, *others = in_turn
    parts = Participant.objects.filter(ticket__in=in_turn).select_related("customer", "ticket")
    known = {part.customer_id for part in parts if part.ticket_id == survivor.pk}
    found: dict[int, Outsider] = {}
    for ticket in others:
        found.setdefault(ticket.requester_id, Outsider(ticket.requester, ticket, True))
    for part in parts:
        found.setdefault(part.customer_id, Outsider(part.customer, part.ticket, False))
    return [o for pk, o in found.items() if pk not in known and pk != survivor.requester_id]
