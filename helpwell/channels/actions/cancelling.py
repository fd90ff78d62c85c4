"""What people decide about answers on their way: take back, cancel, try again."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helpwell.channels.actions import outcomes
from helpwell.channels.actions.pacing import go_on
from helpwell.channels.errors import NotSentAgain
from helpwell.channels.facts import ReplyAbandoned, ReplyRetried
from helpwell.channels.models import Delivery, Recipient
from helpwell.channels.outbox import LEFT, STOPPABLE
from helpwell.core import clock
from helpwell.core.actors import SYSTEM, By
from helpwell.core.addresses import is_writable
from helpwell.core.text import name_of, storable
from helpwell.events.actions import publish
from helpwell.events.models import Fact
from helpwell.jobs.bell import ring
from helpwell.tickets import actions as tickets
from helpwell.tickets.errors import AlreadySent, NotAnAddress, NotUndone
from helpwell.tickets.facts import TicketReplied
from helpwell.tickets.merged import names_of
from helpwell.tickets.models import Draft, Message, Ticket

UNBEGUN = (Delivery.State.QUEUED, Delivery.State.HELD)
LONGEST_REASON = 200


@transaction.atomic
def take_back(message: Message, *, by: By) -> Draft | None:
    """Undo the sending of an answer that has not begun to leave; it becomes a draft again.

    Refuses (AlreadySent) when the mail server may have it.
    """
    tickets.wait_for_turn()  # what went along with it may have merged tickets
    held = outcomes.held_message(message.pk)
    if held is None:
        raise AlreadySent
    delivery = Delivery.objects.select_for_update().filter(message=held).first()
    if delivery and (delivery.state not in UNBEGUN or delivery.attempts):
        raise AlreadySent
    if delivery:
        outcomes.move(delivery.recipients.all(), Recipient.State.CANCELLED)
        outcomes.follow(delivery)
        delivery.save(update_fields=["state"])
    return tickets.withdraw(held, replied=_replied(held), by=by)


@tickets.takes_back(TicketReplied, needs="tickets.reply", joins=True)
def _unsay(ticket: Ticket, fact: TicketReplied, by: By) -> int | None:
    message = Message.objects.filter(pk=fact.message_id, ticket=ticket).first()
    if message is None:
        raise NotUndone
    take_back(message, by=by)
    return None


@transaction.atomic
def cancel(delivery: Delivery, *, by: By, reason: str = "") -> None:
    """Send an answer to nobody who has not got it yet; it stays on its ticket with the reason.

    Refuses (AlreadySent) when there is nobody left, or while the mail server is being told.
    """
    delivery = outcomes.held(delivery)
    words = _cancelled_by(by, reason)
    stoppable = delivery.recipients.filter(state__in=STOPPABLE)
    if not outcomes.move(stoppable, Recipient.State.CANCELLED, answer=words):
        raise AlreadySent
    outcomes.follow(delivery)
    delivery.error = words
    delivery.save(update_fields=["state", "error"])
    message = delivery.message
    if message:
        publish(ReplyAbandoned(ticket_id=message.ticket_id, message_id=message.pk, by=by.actor))
        if not message.is_scheduled and not _has_left(delivery):
            tickets.make_ours(message.ticket, by=SYSTEM)
    outcomes.show(delivery)


@transaction.atomic
def retry_delivery(delivery: Delivery, *, by: By) -> None:
    """Try a failed or delayed answer again now, for those who have not got it.

    One that only waits for its server, whose pause this ends, is as it was otherwise.
    """
    delivery = outcomes.held(delivery)
    go_on(delivery.inbox)
    if delivery.state == Delivery.State.QUEUED and not delivery.attempts:
        ring("delivery.queued")
        return
    _queue_again(delivery, delivery.recipients.filter(state__in=Recipient.AGAIN), by=by)


@transaction.atomic
def send_again(recipient: Recipient, *, by: By, email: str = "") -> None:
    """Send an answer again to one whom it did not reach, to another address if one is given."""
    delivery = outcomes.held(recipient.delivery)
    itself = delivery.recipients.filter(pk=recipient.pk, state__in=Recipient.AGAIN)
    email = storable(email).strip()[:320]
    if email and not is_writable(email):
        raise NotAnAddress(email[:100])
    if email and delivery.message and itself.update(email=email):
        tickets.correct_recipient(delivery.message, was=recipient.email, email=email)
    _queue_again(delivery, itself, by=by)


def _queue_again(delivery: Delivery, recipients: QuerySet[Recipient], *, by: By) -> None:
    message = delivery.message
    if message is None or not outcomes.move(recipients, Recipient.State.QUEUED, answer=""):
        raise NotSentAgain
    outcomes.follow(delivery)
    delivery.due_at = delivery.queued_at = clock.now()
    delivery.attempts, delivery.error = 1, ""
    delivery.save(update_fields=["state", "due_at", "queued_at", "attempts", "error"])
    publish(ReplyRetried(ticket_id=message.ticket_id, message_id=message.pk, by=by.actor))
    ring("delivery.queued")
    outcomes.show(delivery)


def _has_left(delivery: Delivery) -> bool:
    return delivery.recipients.filter(state__in=LEFT).exists()


def _cancelled_by(by: By, reason: str) -> str:
    who = getattr(by, "name", "") or _("Helpwell")
    reason = name_of(reason, most=LONGEST_REASON)
    if reason:
        return _("Cancelled by %(who)s: %(reason)s") % {"who": who, "reason": reason}
    return _("Cancelled by %(who)s") % {"who": who}


def _replied(message: Message) -> TicketReplied | None:
    """The fact an answer was said with; nothing for a scheduled one that is not said yet."""
    if message.is_scheduled:
        return None
    said = Fact.objects.filter(about__in=names_of(message.ticket), name=TicketReplied.name)
    row = said.get(payload__message_id=message.pk)
    return TicketReplied(by=SYSTEM, **row.payload)
