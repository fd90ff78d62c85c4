"""What is said on a ticket."""

import re
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from helpwell.accounts.models import Group, User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.html import clean_authored, to_text
from helpwell.core.text import snippet, storable
from helpwell.customers.models import Customer
from helpwell.events.actions import publish, publish_all
from helpwell.search.actions import Findable, index_all
from helpwell.tickets.actions.locking import locked, show
from helpwell.tickets.content import Content, Enclosure, Recipient
from helpwell.tickets.errors import (
    NobodyAddressed,
    NothingWritten,
    SomethingNewArrived,
    TicketClosed,
    TooManyAddressed,
)
from helpwell.tickets.facts import (
    MessageReceived,
    NoteWritten,
    TicketOpened,
    TicketReplied,
)
from helpwell.tickets.models import Attachment, Draft, Mention, Message, Ticket

MOST_ADDRESSED = 100
MENTION = re.compile(r"(?<!\w)@(\w+)")


@transaction.atomic(savepoint=False)
def open(
    *, requester: Customer, subject: str, content: Content, by: By, group: Group | None = None
) -> Message:
    """Make a ticket of a customer's first message; `message.ticket` is the ticket."""
    now = clock.now()
    ticket = Ticket.objects.create(
        subject=snippet(storable(subject), 250) or "",
        requester=requester,
        group=group,
        opened_at=now,
        active_at=now,
    )
    message = _take_in(ticket, customer=requester, content=content)
    publish_all(
        TicketOpened(ticket_id=ticket.pk, message_id=message.pk, by=by.actor),
        _received(ticket, message, status_before=ticket.status, by=by),
    )
    return message


@transaction.atomic
def receive(ticket: Ticket, *, customer: Customer, content: Content, by: By) -> Message:
    """Add what somebody outside wrote; a person's words make it our turn again.

    A machine's answer (an absence note) changes no status; a bounce does, since an agent must act.
    """
    ticket = locked(ticket)
    if ticket.is_closed:
        raise TicketClosed
    before = ticket.status
    if (content.is_bounce or not content.is_automatic) and ticket.status not in Ticket.OUR_TURN:
        ticket.status, ticket.solved_at = Ticket.Status.OPEN, None
    message = _take_in(ticket, customer=customer, content=content)
    publish(_received(ticket, message, status_before=before, by=by))
    return message


@transaction.atomic
def reply(
    ticket: Ticket,
    *,
    html: str,
    by: User,
    recipients: Sequence[Recipient],
    then: str = Ticket.Status.PENDING,
    attachment_ids: Iterable[int] = (),
    seen_up_to: int | None = None,
) -> Message:
    """Answer in public and leave the ticket in status `then`.

    `seen_up_to` is the newest public message the writer has seen: a newer one stops the answer.
    """
    ticket = locked(ticket)
    if ticket.is_closed:
        raise TicketClosed
    if seen_up_to is not None and (ticket.last_public_id or 0) > seen_up_to:
        raise SomethingNewArrived
    addressed = [each for each in recipients if each["kind"] in ("to", "cc", "bcc")]
    if not addressed:
        raise NobodyAddressed
    if len(addressed) > MOST_ADDRESSED:
        raise TooManyAddressed
    before, assignee_before = ticket.status, ticket.assignee_id
    message = _write(ticket, Message.Kind.REPLY, html, by, attachment_ids, recipients=recipients)
    ticket.assignee = ticket.assignee or by
    ticket.status = then
    ticket.solved_at = clock.now() if ticket.is_done else None
    ticket.waiting_since = None
    _after(ticket, message)
    publish(
        TicketReplied(
            ticket_id=ticket.pk,
            message_id=message.pk,
            status_before=before,
            status_after=ticket.status,
            assignee_before=assignee_before,
            assignee_after=ticket.assignee_id,
            by=by.actor,
        )
    )
    return message


@transaction.atomic
def note(ticket: Ticket, *, html: str, by: User, attachment_ids: Iterable[int] = ()) -> Message:
    """Write down something for colleagues only; `@Ana` mentions a colleague by first name."""
    ticket = locked(ticket)
    message = _write(ticket, Message.Kind.NOTE, html, by, attachment_ids)
    mentioned = _mentioned(message.text, by=by)
    Mention.objects.bulk_create(
        Mention(message=message, ticket=ticket, agent_id=agent_id) for agent_id in mentioned
    )
    _after(ticket, message)
    publish(
        NoteWritten(
            ticket_id=ticket.pk, message_id=message.pk, mentioned_ids=mentioned, by=by.actor
        )
    )
    return message


def _take_in(ticket: Ticket, *, customer: Customer, content: Content) -> Message:
    message: Message = ticket.messages.create(
        kind=Message.Kind.RECEIVED,
        customer=customer,
        text=storable(content.text),
        html=storable(content.html),
        quoted=storable(content.quoted),
        full_html=storable(content.full_html),
        remote_images=content.remote_images,
        is_automatic=content.is_automatic,
        is_bounce=content.is_bounce,
        recipients=content.recipients,
        created_at=clock.now(),
    )
    if not content.is_automatic:
        ticket.waiting_since = ticket.waiting_since or message.created_at
    _enclose(message, content.enclosures)
    _after(ticket, message)
    return message


def _enclose(message: Message, enclosures: Iterable[Enclosure]) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            ticket_id=message.ticket_id,
            file=enclosure.file,
            name=storable(enclosure.name)[:255],
            content_type=storable(enclosure.content_type)[:127],
            content_id=storable(enclosure.content_id)[:255],
            is_inline=enclosure.is_inline,
            created_at=message.created_at,
        )
        for enclosure in enclosures
    )


def _write(
    ticket: Ticket,
    kind: Message.Kind,
    html: str,
    by: User,
    attachment_ids: Iterable[int],
    *,
    recipients: Sequence[Recipient] = (),
) -> Message:
    """An agent's message with the files they uploaded for it; its draft has done its duty."""
    cleaned = clean_authored(storable(html))
    text = to_text(cleaned)
    uploaded = Attachment.objects.filter(
        pk__in=list(attachment_ids), ticket=ticket, uploaded_by=by, message=None
    )
    if not text.strip() and "<img" not in cleaned and not uploaded.exists():
        raise NothingWritten
    message: Message = ticket.messages.create(
        kind=kind,
        author=by,
        text=text,
        html=cleaned,
        recipients=list(recipients),
        created_at=clock.now(),
    )
    uploaded.update(message=message)
    Draft.objects.filter(ticket=ticket, agent=by, mode=kind).delete()
    return message


def _after(ticket: Ticket, message: Message) -> None:
    """Bring the ticket's row, the index and the open pages up to date with a new message."""
    ticket.active_at = message.created_at
    ticket.last_words = snippet(message.text, 160)
    ticket.message_count = ticket.message_count + 1
    if message.is_public:
        ticket.last_public_id = message.pk
    ticket.save()
    index_all(_findable(ticket, message))
    show(ticket)


def _findable(ticket: Ticket, message: Message) -> Iterator[Findable]:
    """What is searched of a message; the first one brings number and subject of its ticket."""
    addresses = " ".join(recipient["email"] for recipient in message.recipients[:20])
    said = f"{message.text}\n{message.quoted[:5000]}\n{addresses}"
    yield Findable("message", message.pk, ticket.pk, said, message.created_at)
    if ticket.message_count == 1:
        title = f"{ticket.pk} {ticket.subject}"
        yield Findable("ticket", ticket.pk, ticket.pk, title, message.created_at)


def _received(ticket: Ticket, message: Message, *, status_before: str, by: By) -> MessageReceived:
    return MessageReceived(
        ticket_id=ticket.pk,
        message_id=message.pk,
        status_before=status_before,
        status_after=ticket.status,
        by=by.actor,
    )


def _mentioned(text: str, *, by: User) -> list[int]:
    """The colleagues whose first names stand after an @ in a note."""
    names = {name.lower() for name in MENTION.findall(text)}
    if not names:
        return []
    colleagues = User.objects.filter(is_active=True).exclude(pk=by.pk)
    return sorted(person.pk for person in colleagues if person.first_name.lower() in names)
