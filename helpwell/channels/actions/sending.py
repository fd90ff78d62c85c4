"""The outbox: each answer leaves once, and every recipient has a state of their own."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction

from helpwell.channels.actions.fetching import note_handed_over, note_send_trouble
from helpwell.channels.adapters.email.smtp import Later, Outcome, Refused, Sender, Sent
from helpwell.channels.facts import ReplyAbandoned, ReplyFailed, ReplyRetried, ReplySent
from helpwell.channels.mail.compose import build
from helpwell.channels.models import Delivery, Inbox, Recipient
from helpwell.channels.outgoing import outgoing_of
from helpwell.core import clock
from helpwell.core.actors import SYSTEM, By
from helpwell.core.database import is_passing
from helpwell.core.text import storable
from helpwell.events.actions import publish
from helpwell.events.models import Fact
from helpwell.jobs.bell import ring
from helpwell.live.actions import tell
from helpwell.tickets import actions as tickets
from helpwell.tickets.errors import AlreadySent
from helpwell.tickets.facts import TicketReplied
from helpwell.tickets.models import Draft, Message, Ticket

log = logging.getLogger(__name__)
IN_HAND = 0x48575344  # the space of advisory locks for deliveries that are being sent
PAUSES = (30, 120, 600, 1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 12 * 3600, 24 * 3600)
LEAVING = (Delivery.State.QUEUED, Delivery.State.SENDING)
WAITING = (Recipient.State.QUEUED, Recipient.State.DEFERRED)


def send_due() -> datetime | None:
    """Send everything that is due; the moment when the next answer will be."""
    with Sender() as sender:
        while delivery := claim_next():
            try:
                send(delivery, sender)
            except Exception as error:
                if is_passing(error):
                    raise
                log.exception("delivery %s failed", delivery.pk)
                _give_back(delivery, error)
            finally:
                _let_go(delivery)
    later = Delivery.objects.filter(state=Delivery.State.QUEUED).order_by("due_at")
    return later.values_list("due_at", flat=True).first()


@transaction.atomic
def claim_next() -> Delivery | None:
    """Take the next due delivery in hand, for this connection alone.

    The hold is an advisory lock: when the sender dies PostgreSQL frees it, and the delivery, still
    marked as being sent, is taken up again under the same Message-ID.
    """
    due = Delivery.objects.filter(state__in=LEAVING, due_at__lte=clock.now())
    candidates = due.select_for_update(skip_locked=True).order_by("due_at", "pk")[:20]
    for delivery in candidates:
        if _take_in_hand(delivery):
            delivery.state = Delivery.State.SENDING
            delivery.claimed_at = clock.now()
            delivery.attempts += 1
            delivery.save(update_fields=["state", "claimed_at", "attempts"])
            return delivery
    return None


def send(delivery: Delivery, sender: Sender) -> None:
    """Hand one answer to the mail server, for those who have not got it; no transaction is open."""
    if delivery.message_id is None:
        _cancel(delivery)
        return
    waiting = [r for r in delivery.recipients.all() if r.state in WAITING]
    raw = build(outgoing_of(delivery))
    outcomes = sender.send(
        delivery.inbox,
        raw,
        sender=delivery.inbox.address,
        recipients=[recipient.email for recipient in waiting],
    )
    _note(delivery, waiting, outcomes)
    _note_server(delivery.inbox, outcomes.values())


@transaction.atomic
def take_back(message: Message, *, by: By) -> Draft | None:
    """Undo the sending of an answer that has not begun to leave; it becomes a draft again.

    Refuses (AlreadySent) when the mail server may have it.
    """
    held = Message.objects.select_for_update(of=("self",)).filter(pk=message.pk).first()
    if held is None:
        raise AlreadySent
    delivery = Delivery.objects.select_for_update().filter(message=held).first()
    if delivery and (delivery.state != Delivery.State.QUEUED or delivery.attempts):
        raise AlreadySent
    if delivery:
        delivery.state = Delivery.State.CANCELLED
        delivery.save(update_fields=["state"])
    return tickets.withdraw(held, replied=_replied(held), by=by)


@transaction.atomic
def retry_delivery(delivery: Delivery, *, by: By) -> None:
    """Try a failed or delayed answer again now, for those who have not got it."""
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    message = delivery.message
    if message is None or delivery.state == Delivery.State.CANCELLED:
        return
    delivery.recipients.exclude(state=Recipient.State.SENT).update(state=Recipient.State.QUEUED)
    delivery.state, delivery.due_at = Delivery.State.QUEUED, clock.now()
    delivery.attempts, delivery.error = 1, ""
    delivery.save(update_fields=["state", "due_at", "attempts", "error"])
    publish(ReplyRetried(ticket_id=message.ticket_id, message_id=message.pk, by=by.actor))
    ring("delivery.queued")


@transaction.atomic
def stop_trying(delivery: Delivery, *, by: By) -> None:
    """Give up on those who have not got a delayed answer; one that is being sent goes on."""
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if delivery.state != Delivery.State.QUEUED or not delivery.attempts:
        return
    delivery.recipients.filter(state__in=WAITING).update(state=Recipient.State.FAILED)
    got_it = delivery.recipients.filter(state=Recipient.State.SENT).exists()
    _conclude(delivery, Delivery.State.SENT if got_it else Delivery.State.FAILED)
    if delivery.message:
        ids = {"ticket_id": delivery.message.ticket_id, "message_id": delivery.message.pk}
        publish(ReplyAbandoned(**ids, by=by.actor))


@transaction.atomic
def _note(
    delivery: Delivery, recipients: Iterable[Recipient], outcomes: dict[str, Outcome]
) -> None:
    """Write down what the mail server said of each recipient, and what follows for the whole."""
    for recipient in recipients:
        outcome = outcomes[recipient.email]
        recipient.state = _state_after(outcome)
        recipient.answer = storable(outcome.answer)[:500]
        recipient.save(update_fields=["state", "answer"])
    states = set(delivery.recipients.values_list("state", flat=True))
    troubles = [o.answer for o in outcomes.values() if not isinstance(o, Sent)]
    delivery.error = storable("; ".join(dict.fromkeys(troubles)))[:2000]
    if Recipient.State.DEFERRED in states and delivery.attempts <= len(PAUSES):
        _postpone(delivery)
    elif Recipient.State.SENT in states:
        _conclude(delivery, Delivery.State.SENT)
    else:
        _conclude(delivery, Delivery.State.FAILED)


def _note_server(inbox: Inbox, outcomes: Iterable[Outcome]) -> None:
    """How the outgoing server of the inbox fares, as far as these outcomes tell."""
    trouble = next((o.answer for o in outcomes if isinstance(o, Later) and o.is_ours), None)
    if trouble:
        note_send_trouble(inbox, trouble)
    else:
        note_handed_over(inbox)


@transaction.atomic
def _give_back(delivery: Delivery, error: Exception) -> None:
    """Our own fault, not the mail server's: try again later, and let the others go on."""
    delivery.error = storable(repr(error))[:2000]
    if delivery.attempts <= len(PAUSES):
        _postpone(delivery)
    else:
        _conclude(delivery, Delivery.State.FAILED)


def _state_after(outcome: Outcome) -> str:
    match outcome:
        case Sent():
            return Recipient.State.SENT
        case Refused():
            return Recipient.State.FAILED
        case Later():
            return Recipient.State.DEFERRED


def _postpone(delivery: Delivery) -> None:
    delivery.state = Delivery.State.QUEUED
    delivery.due_at = clock.now() + timedelta(seconds=PAUSES[delivery.attempts - 1])
    delivery.save()
    _show(delivery)


def _conclude(delivery: Delivery, state: Delivery.State) -> None:
    """Note the end; a failure makes the ticket ours again, since the customer has heard nothing."""
    delivery.state = state
    delivery.sent_at = clock.now() if state == Delivery.State.SENT else None
    delivery.save()
    delivery.recipients.filter(state=Recipient.State.DEFERRED).update(state=Recipient.State.FAILED)
    message = Message.objects.select_related("ticket").filter(pk=delivery.message_id or 0).first()
    if message is None:
        return
    kind = ReplySent if state == Delivery.State.SENT else ReplyFailed
    publish(kind(ticket_id=message.ticket_id, message_id=message.pk, by=SYSTEM))
    if state == Delivery.State.FAILED:
        tickets.set_status(message.ticket, to=Ticket.Status.OPEN, by=SYSTEM)
    _show(delivery)


def _cancel(delivery: Delivery) -> None:
    delivery.state = Delivery.State.CANCELLED
    delivery.save(update_fields=["state"])


def _show(delivery: Delivery) -> None:
    if delivery.message:
        tell(f"ticket:{delivery.message.ticket_id}")
    tell("mail-health")


def _replied(message: Message) -> TicketReplied:
    """The fact an answer was sent with."""
    row = Fact.objects.get(
        name=TicketReplied.name, about=f"ticket:{message.ticket_id}", payload__message_id=message.pk
    )
    return TicketReplied(by=SYSTEM, **row.payload)


def _take_in_hand(delivery: Delivery) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [IN_HAND, delivery.pk % 2**31])
        row = cursor.fetchone()
    return bool(row and row[0])


def _let_go(delivery: Delivery) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [IN_HAND, delivery.pk % 2**31])
