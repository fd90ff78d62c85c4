"""Tickets that are one, or belong together."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.tickets.facts.ticket import TicketFact


@dataclass(frozen=True, kw_only=True)
class TicketMerged(TicketFact):
    """The ticket goes on in another one, `into_id`; told of the one that went."""

    name: ClassVar[str] = "ticket.merged"
    into_id: int
    merge_id: int


@dataclass(frozen=True, kw_only=True)
class TicketTookIn(TicketFact):
    """Other tickets were merged into this one, all by one decision."""

    name: ClassVar[str] = "ticket.took_in"
    from_ids: list[int]
    merge_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class TicketParted(TicketFact):
    """A merged ticket stands on its own again; told of both, which were `from_id` and `into_id`."""

    name: ClassVar[str] = "ticket.parted"
    from_id: int
    into_id: int


@dataclass(frozen=True, kw_only=True)
class TicketLinked(TicketFact):
    """The ticket is linked to another; `as_what` it is to that one: parent, child, problem,
    incident or related. Told of both."""

    name: ClassVar[str] = "ticket.linked"
    other_id: int
    as_what: str


@dataclass(frozen=True, kw_only=True)
class TicketUnlinked(TicketFact):
    """The ticket is not linked to another any more; told of both."""

    name: ClassVar[str] = "ticket.unlinked"
    other_id: int
    as_what: str
