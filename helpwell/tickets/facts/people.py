"""Who follows a ticket, and who takes part in it."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.tickets.facts.ticket import TicketFact


@dataclass(frozen=True, kw_only=True)
class FollowersChanged(TicketFact):
    """Colleagues follow the ticket from now on, or do not any more."""

    name: ClassVar[str] = "followers.changed"
    added_ids: list[int]
    removed_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class ParticipantAdded(TicketFact):
    """Somebody outside takes part from now on: answers go to them in copy."""

    name: ClassVar[str] = "participant.added"
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class ParticipantRemoved(TicketFact):
    """Somebody outside gets no copies of answers any more."""

    name: ClassVar[str] = "participant.removed"
    customer_id: int
