"""Putting a message where it belongs: onto another ticket, or onto one of its own."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.events.actions import publish, publish_all
from helpwell.tickets.actions.indexing import forget_tickets, index_message
from helpwell.tickets.actions.locking import locked_all, show
from helpwell.tickets.actions.recounting import recount
from helpwell.tickets.actions.removing import remove
from helpwell.tickets.errors import MovedMeanwhile, NotMovable, NotUndone, SetAside, TicketClosed
from helpwell.tickets.facts import MessageMoved, TicketContinued, TicketOpened
from helpwell.tickets.models import Attachment, CustomStatus, Mention, Message, Ticket
from helpwell.tickets.standing import Standing, moment_solved, standing

HOLD = timedelta(minutes=1)


@transaction.atomic
def move_message(message: Message, *, to: Ticket, by: By) -> int:
    """Put a message of the thread onto another ticket; what answers it will follow it there.

    A ticket that is left with nothing said on it is closed, and the other continues it. Returns
    the id of the fact about the ticket it leaves, for undoing.
    """
    return _move(message, to=to, by=by, is_new=False)


@transaction.atomic
def split_off(message: Message, *, by: By) -> int:
    """Make a ticket of its own of what a customer wrote; returns as `move_message` does."""
    source = message.ticket
    if message.customer is None or message.kind != Message.Kind.RECEIVED:
        raise NotMovable
    if source.message_count < 2:
        raise NotMovable
    ticket = Ticket.objects.create(
        subject=source.subject,
        requester=message.customer,
        group_id=source.group_id,
        brand_id=source.brand_id,
        opened_at=message.created_at,
        active_at=message.created_at,
    )
    publish(TicketOpened(ticket_id=ticket.pk, message_id=message.pk, by=by.actor))
    return _move(message, to=ticket, by=by, is_new=True)


@transaction.atomic
def move_back(fact: MessageMoved, *, by: By) -> int | None:
    """Undo a move, if the message is still where it was put; a ticket made for it goes again."""
    message = Message.objects.filter(pk=fact.message_id, ticket=fact.to_id).first()
    if message is None:
        raise NotUndone
    source, target = _both(fact.from_id, fact.to_id)
    before = standing(target), standing(source)
    _stand_as_before(source, fact, "from")
    _transfer(message, target, source, by)
    _stand_as_before(source, fact, "from")
    if target.message_count:
        _stand_as_before(target, fact, "to")
    undone = _tell(message, target, source, before=before, is_new=False, by=by)
    if fact.is_new and not target.message_count:
        remove([target.pk])
    return undone


def _stand_as_before(ticket: Ticket, fact: MessageMoved, end: str) -> None:
    """The status that one end of the move had, with its own word, unless it was changed since."""
    before, after = _told(fact, end, "before"), _told(fact, end, "after")
    if (ticket.status, ticket.custom_status_id) == after and before != after:
        ticket.solved_at = moment_solved(getattr(fact, f"{end}_solved_before"))
        custom = CustomStatus.objects.filter(pk=before[1] or 0, status=before[0]).first()
        ticket.become(before[0], custom_id=custom.pk if custom else None)
    recount(ticket)


def _told(fact: MessageMoved, end: str, when: str) -> tuple[str, int | None]:
    return getattr(fact, f"{end}_{when}"), getattr(fact, f"{end}_custom_{when}")


def _move(message: Message, *, to: Ticket, by: By, is_new: bool) -> int:
    source, target = _both(message.ticket_id, to.pk)
    before = standing(source), standing(target)
    _transfer(message, source, target, by)
    return _tell(message, source, target, before=before, is_new=is_new, by=by)


def _transfer(message: Message, source: Ticket, target: Ticket, by: By) -> None:
    """A message from one locked ticket onto another, and what follows for both."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    _refuse_unfit(message, source, target)
    is_unanswered = _is_unanswered(message, source)
    _carry(message, source, target)
    recount(source)
    recount(target)
    if is_unanswered:
        _make_ours(target)
    if not source.message_count:
        _empty(source, target, by)
    forget_tickets([], [message.pk])
    index_message(target, message)


def _both(one: int, other: int) -> tuple[Ticket, Ticket]:
    found = locked_all({one, other})
    return found[one], found[other]


def _refuse_unfit(message: Message, source: Ticket, target: Ticket) -> None:
    if message.ticket_id != source.pk or source.pk == target.pk:
        raise MovedMeanwhile
    if message.side_talk_id or _may_not_have_left(message):
        raise NotMovable
    if target.is_closed:
        raise TicketClosed
    if not target.takes_mail:
        raise SetAside


def _may_not_have_left(message: Message) -> bool:
    """Whether an answer can still be taken back, to where it was written."""
    due = message.send_at or message.created_at
    return message.kind == Message.Kind.REPLY and due > clock.now() - HOLD


def _is_unanswered(message: Message, source: Ticket) -> bool:
    """Whether a person outside wrote it and no answer of ours follows."""
    if message.kind != Message.Kind.RECEIVED or message.is_automatic:
        return False
    later = source.messages.filter(kind=Message.Kind.REPLY, pk__gt=message.pk)
    return not later.exists()


def _carry(message: Message, source: Ticket, target: Ticket) -> None:
    """The message with its files and mentions; pictures in it are shown from their new place."""
    before = {file.pk: file.url for file in message.attachments.all()}
    message.ticket = target
    Attachment.objects.filter(message=message).update(ticket=target)
    Mention.objects.filter(message=message).update(ticket=target)
    for file in message.attachments.all():
        message.html = message.html.replace(before[file.pk], file.url)
    message.save(update_fields=["ticket", "html"])


def _make_ours(ticket: Ticket) -> None:
    """Our turn, so that somebody reads it here, unless this is hidden; since when somebody waits
    is what all that is said here tells, as ever."""
    if ticket.status not in (*Ticket.OUR_TURN, *Ticket.HIDDEN):
        ticket.become(Ticket.Status.OPEN)
        recount(ticket)


def _empty(source: Ticket, target: Ticket, by: By) -> None:
    """Nothing is left here: closed, and what comes for it goes where its message went."""
    if not source.is_hidden:
        source.become(Ticket.Status.CLOSED)
        recount(source)
    publish(TicketContinued(ticket_id=source.pk, later_id=target.pk, by=by.actor))


def _tell(
    message: Message,
    source: Ticket,
    target: Ticket,
    *,
    before: tuple[Standing, Standing],
    is_new: bool,
    by: By,
) -> int:
    """The same on both tickets, so that either history says where it came from or went."""
    rows = publish_all(
        *(
            MessageMoved(
                ticket_id=ticket.pk,
                message_id=message.pk,
                from_id=source.pk,
                to_id=target.pk,
                **_around("from", before[0], source),
                **_around("to", before[1], target),
                is_new=is_new,
                by=by.actor,
            )
            for ticket in (source, target)
        )
    )
    show(source)
    show(target)
    return rows[0].pk


def _around(end: str, before: Standing, ticket: Ticket) -> dict[str, Any]:
    """How a ticket stood before and stands after, as the fact says it of that end."""
    return {
        f"{end}_before": before["status"],
        f"{end}_after": ticket.status,
        f"{end}_custom_before": before["custom"],
        f"{end}_custom_after": ticket.custom_status_id,
        f"{end}_solved_before": before["solved_at"],
    }
