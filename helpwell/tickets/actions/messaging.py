"""What is said on a ticket."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from helpwell.accounts.models import Group, User
from helpwell.brands.models import Brand
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import snippet, storable
from helpwell.customers.models import Customer
from helpwell.events.actions import publish, publish_all
from helpwell.tickets.actions.completing import insist_on_completeness
from helpwell.tickets.actions.giving_back import give_back_when_away
from helpwell.tickets.actions.locking import change_hands, locked, open_for_writing
from helpwell.tickets.actions.putting import addressed, after, take_in, write
from helpwell.tickets.actions.waking import wake
from helpwell.tickets.content import Content, Recipient
from helpwell.tickets.errors import SetAside, SomethingNewArrived, TicketClosed
from helpwell.tickets.facts import (
    MessageReceived,
    NoteWritten,
    TicketContinued,
    TicketFollowed,
    TicketOpened,
    TicketReplaced,
    TicketReplied,
)
from helpwell.tickets.habits import habits
from helpwell.tickets.mentioning import marked, named_in
from helpwell.tickets.models import CustomStatus, Mention, Message, Ticket
from helpwell.tickets.people import sees


@transaction.atomic(savepoint=False)
def open(
    *,
    requester: Customer,
    subject: str,
    content: Content,
    by: By,
    group: Group | None = None,
    brand: Brand | None = None,
    status: str = Ticket.Status.NEW,
    continues: Ticket | None = None,
    replaces: Ticket | None = None,
) -> Message:
    """Make a ticket of a customer's first message; `message.ticket` is the ticket.

    `status` is new, or spam for what goes there at once. `continues` is the closed ticket whose
    matter this is, `replaces` a finished one that it was written about, but has no part in.
    """
    now = clock.now()
    ticket = Ticket.objects.create(
        subject=snippet(storable(subject), 250) or "",
        status=status,
        requester=requester,
        group=group,
        brand=brand,
        opened_at=now,
        active_at=now,
    )
    message = take_in(ticket, kind=Message.Kind.RECEIVED, content=content, customer=requester)
    publish_all(
        TicketOpened(ticket_id=ticket.pk, message_id=message.pk, by=by.actor),
        _received(ticket, message, status_before=ticket.status, by=by),
    )
    if continues:
        publish_all(
            TicketFollowed(ticket_id=ticket.pk, earlier_id=continues.pk, by=by.actor),
            TicketContinued(ticket_id=continues.pk, later_id=ticket.pk, by=by.actor),
        )
    if replaces:
        publish(TicketReplaced(ticket_id=replaces.pk, later_id=ticket.pk, by=by.actor))
    return message


@transaction.atomic
def receive(ticket: Ticket, *, customer: Customer, content: Content, by: By) -> Message:
    """Add what somebody outside wrote; a person's words make it our turn again.

    A machine's answer (an absence note) changes no status; a bounce does, since an agent must act.
    Spam stays spam, and what comes again and again does not wake the ticket every time. Refuses a
    closed ticket, and one in the trash.
    """
    ticket = locked(ticket)
    if ticket.is_closed:
        raise TicketClosed
    if not ticket.takes_mail:
        raise SetAside
    before = ticket.status
    wake(ticket, content, by=by)
    if ticket.status in Ticket.OUR_TURN and not content.is_automatic:
        give_back_when_away(ticket)
    message = take_in(ticket, kind=Message.Kind.RECEIVED, content=content, customer=customer)
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
    custom: CustomStatus | None = None,
    attachment_ids: Iterable[int] = (),
    seen_up_to: int | None = None,
) -> Message:
    """Answer in public and leave the ticket in status `then`, `custom` in our own word.

    `seen_up_to` is the newest public message the writer has seen: a newer one stops the answer.
    """
    ticket = open_for_writing(ticket)
    if seen_up_to is not None and (ticket.last_public_id or 0) > seen_up_to:
        raise SomethingNewArrived
    addressed(recipients)
    insist_on_completeness(ticket, to=then, by=by)
    before, assignee_before = ticket.status, ticket.assignee_id
    custom_before = ticket.custom_status_id
    message = write(
        ticket,
        kind=Message.Kind.REPLY,
        html=html,
        by=by,
        attachment_ids=attachment_ids,
        recipients=recipients,
    )
    if habits().assigns_on_reply and not by.is_app and ticket.assignee is None:
        ticket.assignee = by
        change_hands(ticket)
    ticket.solved_at = ticket.nudged_at = None  # an answer solves, and waits, anew
    ticket.become(then, custom_id=custom.pk if custom else None)
    ticket.waiting_since = None
    after(ticket, message)
    publish(
        TicketReplied(
            ticket_id=ticket.pk,
            message_id=message.pk,
            status_before=before,
            status_after=ticket.status,
            custom_before=custom_before,
            custom_after=ticket.custom_status_id,
            assignee_before=assignee_before,
            assignee_after=ticket.assignee_id,
            by=by.actor,
        )
    )
    return message


@transaction.atomic
def note(ticket: Ticket, *, html: str, by: User, attachment_ids: Iterable[int] = ()) -> Message:
    """Write down something for colleagues only; `@Ana` or `@Ana Brandt` tells a colleague, if they
    may see the ticket."""
    ticket = locked(ticket)
    message = write(ticket, kind=Message.Kind.NOTE, html=html, by=by, attachment_ids=attachment_ids)
    mentioned = _mention(ticket, message, by)
    after(ticket, message)
    publish(
        NoteWritten(
            ticket_id=ticket.pk, message_id=message.pk, mentioned_ids=mentioned, by=by.actor
        )
    )
    return message


def _received(ticket: Ticket, message: Message, *, status_before: str, by: By) -> MessageReceived:
    return MessageReceived(
        ticket_id=ticket.pk,
        message_id=message.pk,
        status_before=status_before,
        status_after=ticket.status,
        by=by.actor,
    )


def _mention(ticket: Ticket, note: Message, by: User) -> list[int]:
    """Those who see the ticket among the colleagues named in a note; their names are set apart."""
    if "@" not in note.text:
        return []
    colleagues = User.objects.colleagues().exclude(pk=by.pk).select_related("role")
    named = named_in(note.text, colleagues)
    told = sorted(person.pk for person in named.people if sees(person, ticket))
    Mention.objects.bulk_create(
        Mention(message=note, ticket=ticket, agent_id=agent_id) for agent_id in told
    )
    note.html = marked(note.html, named.words)
    note.save(update_fields=["html"])
    return told
