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
class MessageReceived(TicketFact):
    """The customer (or somebody else outside) wrote; also published for the first message."""

    name: ClassVar[str] = "message.received"
    message_id: int
    status_before: str
    status_after: str


@dataclass(frozen=True, kw_only=True)
class TicketReplied(TicketFact):
    """An agent answered in public."""

    name: ClassVar[str] = "ticket.replied"
    message_id: int
    status_before: str
    status_after: str
    assignee_before: int | None
    assignee_after: int | None


@dataclass(frozen=True, kw_only=True)
class ReplyWithdrawn(TicketFact):
    """An answer was taken back before it left."""

    name: ClassVar[str] = "reply.withdrawn"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten(TicketFact):
    """An agent wrote something that customers never see."""

    name: ClassVar[str] = "note.written"
    message_id: int
    mentioned_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(TicketFact):
    """The ticket changed hands: its agent, its group, or both."""

    name: ClassVar[str] = "ticket.assigned"
    assignee_before: int | None
    assignee_after: int | None
    group_before: int | None
    group_after: int | None


@dataclass(frozen=True, kw_only=True)
class StatusChanged(TicketFact):
    """Whose turn it is changed, by somebody's choice."""

    name: ClassVar[str] = "ticket.status_changed"
    before: str
    after: str


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
