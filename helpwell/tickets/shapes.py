"""Tickets and what is said on them, as programs are told of them."""

from typing import Any

from django.db.models import OuterRef, Subquery

from helpwell.accounts.models import User
from helpwell.api.shapes import Moment, Shape
from helpwell.tickets.models import Attachment, Message, Snooze, Ticket, TicketQuerySet
from helpwell.tickets.queries import visible_to

PRIORITIES = {1: "low", 2: "normal", 3: "high", 4: "urgent"}


class TicketShape(Shape):
    """One customer's matter. A snoozed one has the status it had before, and `is_snoozed`."""

    id: int
    subject: str
    status: str
    custom_status_id: int | None
    is_snoozed: bool
    snoozed_until: Moment | None
    priority: str
    type: str
    brand_id: int | None
    form_id: int | None
    values: dict[str, Any]
    reason_id: int | None
    resolution_id: int | None
    requester_id: int
    assignee_id: int | None
    group_id: int | None
    tags: list[str]
    merged_into_id: int | None
    opened_at: Moment
    active_at: Moment
    waiting_since: Moment | None
    solved_at: Moment | None
    message_count: int
    last_public_id: int | None
    last_words: str

    @staticmethod
    def resolve_status(ticket: Any) -> str:
        if ticket.status != Ticket.Status.SNOOZED:
            return str(ticket.status)
        return ticket.rested_as or Ticket.Status.OPEN.value

    @staticmethod
    def resolve_is_snoozed(ticket: Ticket) -> bool:
        return ticket.status == Ticket.Status.SNOOZED

    @staticmethod
    def resolve_snoozed_until(ticket: Any) -> Any:
        return ticket.rests_until if ticket.status == Ticket.Status.SNOOZED else None

    @staticmethod
    def resolve_priority(ticket: Ticket) -> str:
        return PRIORITIES[ticket.priority]

    @staticmethod
    def resolve_merged_into_id(ticket: Any) -> int | None:
        """Nothing where the reader may not see where it goes on."""
        goes_on: int | None = getattr(ticket, "goes_on_in", ticket.merged_into_id)
        return goes_on

    @staticmethod
    def resolve_tags(ticket: Ticket) -> list[str]:
        return sorted(tag.name for tag in ticket.tags.all())


class FileShape(Shape):
    """A file on a ticket; its bytes are at its address."""

    id: int
    name: str
    content_type: str
    size: int
    is_inline: bool
    url: str

    @staticmethod
    def resolve_size(found: Attachment) -> int:
        return found.file.size

    @staticmethod
    def resolve_url(found: Attachment) -> str:
        return f"/api/v1/tickets/{found.ticket_id}/attachments/{found.pk}"


class RecipientShape(Shape):
    """One address on a message and its part: from, to, cc, bcc and others."""

    kind: str
    name: str
    email: str


class WriterShape(Shape):
    """Who said it: an agent, a customer, or somebody else outside (without a number)."""

    kind: str
    id: int | None
    name: str


class MessageShape(Shape):
    """Something said on a ticket; a note is for colleagues only."""

    id: int
    ticket_id: int
    kind: str
    writer: WriterShape
    text: str
    html: str
    recipients: list[RecipientShape]
    attachments: list[FileShape]
    is_automatic: bool
    channel: str
    created_at: Moment
    send_at: Moment | None

    @staticmethod
    def resolve_writer(message: Message) -> dict[str, Any]:
        writer = message.writer
        return {"kind": writer.kind, "id": writer.id, "name": message.writer_name}

    @staticmethod
    def resolve_attachments(message: Message) -> list[Attachment]:
        return list(message.attachments.all())


def told(tickets: TicketQuerySet) -> TicketQuerySet:
    """The tickets with all that is told of them, in a fixed number of queries."""
    rest = Snooze.objects.filter(ticket=OuterRef("pk"))
    rows = tickets.prefetch_related("tags")
    return rows.annotate(
        rested_as=Subquery(rest.values("status_before")[:1]),
        rests_until=Subquery(rest.values("until")[:1]),
    )


def shape_of(number: int) -> TicketShape:
    """A ticket as it is told of now; whether somebody may see it has been asked before."""
    return TicketShape.from_orm(told(Ticket.objects.filter(pk=number)).get())


def seen_by(user: User) -> TicketQuerySet:
    """The tickets that this person may see, ready to be told of."""
    here = visible_to(user).filter(pk=OuterRef("merged_into"))
    return told(visible_to(user)).annotate(goes_on_in=Subquery(here.values("pk")[:1]))
