"""What was written, and what became of it."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.tickets.facts.ticket import TicketFact


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
    custom_before: int | None = None
    custom_after: int | None = None


@dataclass(frozen=True, kw_only=True)
class MessageAccompanied(TicketFact):
    """Something was done along with an answer or a note, as these facts tell."""

    name: ClassVar[str] = "message.accompanied"
    message_id: int
    fact_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class TicketAcknowledged(TicketFact):
    """The customer was told automatically that their mail has come."""

    name: ClassVar[str] = "ticket.acknowledged"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class ReplyScheduled(TicketFact):
    """An agent wrote an answer that is said at a chosen time, and the ticket's status then."""

    name: ClassVar[str] = "reply.scheduled"
    message_id: int
    status_after: str
    custom_after: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReplyOutdated(TicketFact):
    """The customer wrote before a scheduled answer was said; it is a draft again."""

    name: ClassVar[str] = "reply.outdated"
    message_id: int


@dataclass(frozen=True, kw_only=True)
class ReopeningStopped(TicketFact):
    """Mail opened the ticket so often that it does not for a while."""

    name: ClassVar[str] = "reopening.stopped"


@dataclass(frozen=True, kw_only=True)
class ReplyReturned(TicketFact):
    """An answer came back from somebody; `is_proven` when the report cannot be made up."""

    name: ClassVar[str] = "reply.returned"
    message_id: int
    is_proven: bool


@dataclass(frozen=True, kw_only=True)
class ReplyComplained(TicketFact):
    """Somebody reported an answer as unwanted to their mail provider."""

    name: ClassVar[str] = "reply.complained"
    message_id: int


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
class MessageMoved(TicketFact):
    """A message went from one ticket to another; told of both, with their statuses around it.

    `is_new` when that other one was made for it.
    """

    name: ClassVar[str] = "message.moved"
    message_id: int
    from_id: int
    to_id: int
    from_before: str
    from_after: str
    to_before: str
    to_after: str
    from_custom_before: int | None = None
    from_custom_after: int | None = None
    to_custom_before: int | None = None
    to_custom_after: int | None = None
    from_solved_before: str = ""
    to_solved_before: str = ""
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class OriginalSeen(TicketFact):
    """Somebody looked at what is masked or held back: a message's original, or a file of it."""

    name: ClassVar[str] = "original.seen"
    message_id: int
    attachment_id: int | None
