"""Tickets that rest."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.tickets.facts.ticket import TicketFact


@dataclass(frozen=True, kw_only=True)
class TicketSnoozed(TicketFact):
    """Somebody let the ticket rest, `until` a moment (ISO 8601; empty: until the customer writes).

    `…_before` are what stood before.
    """

    name: ClassVar[str] = "ticket.snoozed"
    before: str
    custom_before: int | None
    solved_before: str
    until_before: str
    until: str


@dataclass(frozen=True, kw_only=True)
class TicketWoke(TicketFact):
    """A snoozed ticket woke by itself: `why` is time or order; `snoozed_by` is an agent."""

    name: ClassVar[str] = "ticket.woke"
    why: str
    snoozed_by: int | None
