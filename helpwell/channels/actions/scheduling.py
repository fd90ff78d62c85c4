"""Answers that wait for the time somebody chose."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from helpwell.channels.actions import outcomes
from helpwell.channels.errors import InboxNotInUse
from helpwell.channels.models import Delivery, Envelope, Recipient
from helpwell.channels.steady import is_steady
from helpwell.core import clock
from helpwell.core.actors import SYSTEM, By
from helpwell.core.errors import Refused
from helpwell.jobs.bell import ring
from helpwell.tickets import actions as tickets
from helpwell.tickets.errors import AlreadySent, WroteFirst
from helpwell.tickets.models import Message

HELD = Delivery.State.HELD


def release_scheduled() -> datetime | None:
    """Let go of every answer whose time has come, and of none whose customer wrote first; the
    moment when the next one is due. After a leap of the clock it waits and sees."""
    if not is_steady():
        return None
    began = clock.now()
    while _take_out_next() or _release_next():
        began = clock.now()
    later = Delivery.objects.filter(state=HELD, error="", due_at__gt=began)
    return later.order_by("due_at").values_list("due_at", flat=True).first()


@transaction.atomic
def send_now(delivery: Delivery, *, by: By) -> None:
    """Send a scheduled answer without waiting for its time; it can still be taken back a while."""
    delivery = outcomes.held(delivery)
    if delivery.state != HELD or delivery.message is None:
        raise AlreadySent
    tickets.release(delivery.message, by=by)
    _queue(delivery, due_at=clock.now() + timedelta(seconds=settings.UNDO_SEND_SECONDS))


@transaction.atomic
def _take_out_next() -> bool:
    """Make the next answer a draft again whose customer wrote first; whether there was one."""
    since = Message.objects.filter(
        ticket=OuterRef("message__ticket"),
        pk__gt=OuterRef("message"),
        kind=Message.Kind.RECEIVED,
        is_automatic=False,
    )
    outdated = _scheduled().filter(Exists(since), message__only_if_silent=True)
    found = outdated.filter(message__author__is_active=True)
    first = found.first()
    if first and (delivery := _still(found, first)):
        _make_draft(delivery)
    return first is not None


@transaction.atomic
def _release_next() -> bool:
    """Say the next answer whose time has come, or keep it with the reason why it cannot be said;
    whether there was one.

    Whether the customer wrote first is decided by who gets the ticket's row: their mail's reader,
    or this. What had come in by its time is read before.
    """
    unread = Envelope.objects.filter(state=Envelope.State.WAITING)
    oldest = unread.aggregate(oldest=Min("received_at"))["oldest"]
    is_certain = Q(message__only_if_silent=False) | Q(due_at__lt=oldest or clock.now())
    due = _scheduled().filter(is_certain, due_at__lte=clock.now()).order_by("due_at")
    first = due.first()
    delivery = _still(due, first) if first else None
    if delivery and delivery.message:
        _say_or_keep(delivery, delivery.message)
    return first is not None


def _scheduled() -> QuerySet[Delivery]:
    """Scheduled answers that nothing keeps."""
    whole = Delivery.objects.select_related("message__ticket", "message__author", "inbox")
    return whole.filter(state=HELD, error="", message__isnull=False)


def _still(found: QuerySet[Delivery], delivery: Delivery) -> Delivery | None:
    """One that was found, locked, unless somebody else has dealt with it meanwhile."""
    outcomes.held(delivery)
    return found.filter(pk=delivery.pk).first()


def _say_or_keep(delivery: Delivery, message: Message) -> None:
    try:
        with transaction.atomic():
            _say(delivery, message)
    except WroteFirst as first:
        if message.author and message.author.is_active:
            _make_draft(delivery)
        else:
            _keep(delivery, first)
    except Refused as refused:
        _keep(delivery, refused)


def _say(delivery: Delivery, message: Message) -> None:
    if not delivery.inbox.is_active:
        raise InboxNotInUse
    tickets.release(message, by=SYSTEM)
    _queue(delivery, due_at=clock.now())


def _queue(delivery: Delivery, *, due_at: datetime) -> None:
    outcomes.move(delivery.recipients.all(), Recipient.State.QUEUED)
    outcomes.follow(delivery)
    delivery.due_at, delivery.queued_at, delivery.error = due_at, clock.now(), ""
    delivery.save()
    ring("delivery.queued")
    outcomes.show(delivery)


def _make_draft(delivery: Delivery) -> None:
    message = delivery.message
    outcomes.move(delivery.recipients.all(), Recipient.State.CANCELLED)
    outcomes.follow(delivery)
    delivery.save(update_fields=["state"])
    if message:
        tickets.make_outdated(message, by=SYSTEM)


def _keep(delivery: Delivery, why: Refused) -> None:
    """It waits for a person, who sees the reason on the message and in mail health."""
    delivery.error = str(why)
    delivery.save(update_fields=["error"])
    outcomes.show(delivery)
