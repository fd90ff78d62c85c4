"""A ticket: whose it is, what it is called by, how it stands."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class TicketFact(Fact):
    """Something that happened to a ticket."""

    name: ClassVar[str] = "ticket.touched"
    subject: ClassVar[str] = "ticket_id"
    ticket_id: int


@dataclass(frozen=True, kw_only=True)
class TicketOpened(TicketFact):
    """A customer's matter became a ticket, with its first message."""

    name: ClassVar[str] = "ticket.opened"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(TicketFact):
    """The ticket changed hands: its agent, its group, or both."""

    name: ClassVar[str] = "ticket.assigned"
    assignee_before: int | None
    assignee_after: int | None
    group_before: int | None
    group_after: int | None
    why: str = ""  # away, where the system did it


@dataclass(frozen=True, kw_only=True)
class StatusChanged(TicketFact):
    """Whose turn it is changed, by somebody's choice; `custom_…` are this house's own statuses."""

    name: ClassVar[str] = "ticket.status_changed"
    before: str
    after: str
    custom_before: int | None = None
    custom_after: int | None = None
    solved_before: str = ""
    why: str = ""  # silence or age, where the system did it


@dataclass(frozen=True, kw_only=True)
class TicketNudged(TicketFact):
    """The customer was reminded that we wait for an answer; no message where nobody is reached."""

    name: ClassVar[str] = "ticket.nudged"
    message_id: int | None


@dataclass(frozen=True, kw_only=True)
class BrandChanged(TicketFact):
    """The ticket is another brand's, or none's."""

    name: ClassVar[str] = "ticket.brand_changed"
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class TicketPrioritised(TicketFact):
    """The priority (1 low … 4 urgent) changed."""

    name: ClassVar[str] = "ticket.prioritised"
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class TicketTagged(TicketFact):
    """Tags came or went."""

    name: ClassVar[str] = "ticket.tagged"
    added: list[str]
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class RequesterChanged(TicketFact):
    """Somebody said whose matter the ticket is."""

    name: ClassVar[str] = "ticket.requester_changed"
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class TicketReplaced(TicketFact):
    """A customer's mail about a finished ticket opened a new one, as this house wants it."""

    name: ClassVar[str] = "ticket.replaced"
    later_id: int


@dataclass(frozen=True, kw_only=True)
class TicketContinued(TicketFact):
    """The matter of a closed ticket goes on in a later one."""

    name: ClassVar[str] = "ticket.continued"
    later_id: int


@dataclass(frozen=True, kw_only=True)
class TicketFollowed(TicketFact):
    """A new ticket goes on with the matter of a closed one."""

    name: ClassVar[str] = "ticket.followed"
    earlier_id: int
