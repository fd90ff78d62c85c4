"""Tickets that an agent makes: with a first mail to the customer, or a record of our own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from helpwell.accounts.models import Group, User
from helpwell.brands.models import Brand
from helpwell.core import clock
from helpwell.core.masking import masked
from helpwell.core.text import name_of
from helpwell.customers.models import Customer
from helpwell.events.actions import publish
from helpwell.fields.models import Field
from helpwell.tickets.actions.changing import assign, prioritise, tag
from helpwell.tickets.actions.drafting import attach
from helpwell.tickets.actions.filling import set_form, set_type, set_values
from helpwell.tickets.actions.messaging import note, reply
from helpwell.tickets.arrangement import arrangement
from helpwell.tickets.completeness import Lack, missing_fields
from helpwell.tickets.content import Recipient
from helpwell.tickets.errors import IncompleteNew
from helpwell.tickets.facts import TicketOpened
from helpwell.tickets.models import Draft, Message, Ticket, TicketForm


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What a new ticket is to be, before it is one."""

    requester: Customer
    subject: str
    brand: Brand | None = None
    assignee: User | None = None
    group: Group | None = None
    form: TicketForm | None = None
    type: str = ""
    priority: int = Ticket.Priority.NORMAL
    tags: Sequence[str] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def needs(self, by: User) -> list[str]:
        """The capabilities that setting all of this takes; a ticket may be one's own without."""
        is_filled = self.type or self.form or self.brand or self.values
        return [
            needed
            for needed, is_set in (
                ("tickets.assign", self.group or self.assignee not in (None, by)),
                ("tickets.set_fields", is_filled),
                ("tickets.prioritise", self.priority != Ticket.Priority.NORMAL),
                ("tickets.tag", self.tags),
            )
            if is_set
        ]


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that comes with the first message."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def begin_with_mail(
    outline: Outline,
    *,
    html: str,
    recipients: Sequence[Recipient],
    by: User,
    then: str = Ticket.Status.PENDING,
    uploads: Sequence[Upload] = (),
) -> Message:
    """Make a ticket by writing to the customer; it leaves like every answer.

    Refuses while fields that a new ticket needs say nothing.
    """
    ticket = _made(outline, by=by)
    files = _attached(ticket, uploads, mode=Draft.Mode.REPLY, by=by)
    message = reply(
        ticket, html=html, by=by, recipients=recipients, then=then, attachment_ids=files
    )
    return _opened(message, by=by)


@transaction.atomic
def begin_with_record(
    outline: Outline, *, html: str, by: User, uploads: Sequence[Upload] = ()
) -> Message:
    """Make a ticket of something said elsewhere, such as on the phone; nothing is sent.

    Refuses while fields that a new ticket needs say nothing.
    """
    ticket = _made(outline, by=by)
    files = _attached(ticket, uploads, mode=Draft.Mode.NOTE, by=by)
    return _opened(note(ticket, html=html, by=by, attachment_ids=files), by=by)


def _attached(ticket: Ticket, uploads: Sequence[Upload], *, mode: str, by: User) -> list[int]:
    return [
        attach(
            ticket,
            name=upload.name,
            content_type=upload.content_type,
            content=upload.content,
            by=by,
            mode=mode,
        ).pk
        for upload in uploads
    ]


def _made(outline: Outline, *, by: User) -> Ticket:
    now = clock.now()
    ticket = Ticket.objects.create(
        subject=masked(name_of(outline.subject, most=250)),
        requester=outline.requester,
        brand=outline.brand,
        opened_at=now,
        active_at=now,
    )
    set_type(ticket, to=outline.type, by=by)
    set_form(ticket, to=outline.form, by=by)
    set_values(ticket, outline.values, by=by)
    prioritise(ticket, to=outline.priority, by=by)
    tag(ticket, add=outline.tags, by=by)
    assign(ticket, to=outline.assignee, group=outline.group, by=by)
    ticket.refresh_from_db()
    _insist_on_fields(ticket, by)
    return ticket


def _insist_on_fields(ticket: Ticket, by: User) -> None:
    """Of whoever may fill them in."""
    if not by.can("tickets.set_fields"):
        return
    missing = missing_fields(
        ticket.values, ticket.form_id, at=Field.Needed.AT_CREATE, arranged=arrangement()
    )
    if missing:
        raise IncompleteNew(Lack(fields=missing))


def _opened(message: Message, *, by: User) -> Message:
    publish(TicketOpened(ticket_id=message.ticket_id, message_id=message.pk, by=by.actor))
    return message
