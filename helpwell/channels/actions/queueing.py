"""Putting answers into the outbox."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from helpwell.channels import queries, signing
from helpwell.channels.errors import NoInbox
from helpwell.channels.models import Delivery, Inbox, Recipient
from helpwell.core import clock
from helpwell.core.addresses import is_writable
from helpwell.jobs.bell import ring
from helpwell.tickets.content import ADDRESSED
from helpwell.tickets.models import Message

S = Recipient.State


@transaction.atomic
def queue(*, message_id: int) -> Delivery | None:
    """Queue a public answer under a Message-ID fixed now; it leaves when its hold time is over, a
    scheduled one at its time.

    Does nothing when the answer was taken back meanwhile, or is queued already. Only replies can be
    selected here: no path leads from an internal note, or from a side talk, into a mail to the
    customer.
    """
    message = _locked(message_id, Message.Kind.REPLY)
    if message is None or Delivery.objects.filter(message=message).exists():
        return None
    inbox = _inbox_for(message)
    header = signing.new_message_id(
        ticket_id=message.ticket_id, message_id=message.pk, domain=inbox.domain
    )
    return _put(message, inbox, header)


@transaction.atomic
def queue_aside(*, message_id: int) -> Delivery | None:
    """Queue a message of a side talk, under a Message-ID that leads back to the talk alone.

    Only what was written in a side talk can be selected here, and it goes to its recipients only.
    """
    message = _locked(message_id, Message.Kind.ASKED)
    if message is None or message.side_talk_id is None:
        return None
    inbox = _inbox_for(message)
    header = signing.new_talk_message_id(
        talk_id=message.side_talk_id, message_id=message.pk, domain=inbox.domain
    )
    return _put(message, inbox, header)


def _locked(message_id: int, kind: Message.Kind) -> Message | None:
    """The message, if it is there still and of this kind.

    Its ticket is read after that: a row waited for that moved meanwhile joins its old ticket no
    more, and would be taken for gone.
    """
    return Message.objects.select_for_update().filter(pk=message_id, kind=kind).first()


def _inbox_for(message: Message) -> Inbox:
    inbox = queries.inbox_of(message.ticket)
    if inbox is None:
        raise NoInbox
    return inbox


def _put(message: Message, inbox: Inbox, message_id_header: str) -> Delivery:
    """A delivery for a message, with all its recipients."""
    delivery = Delivery.objects.create(
        message=message,
        inbox=inbox,
        message_id_header=message_id_header,
        state=_first_state(message),
        due_at=_due_at(message),
        is_automatic=message.is_automatic,
        is_scheduled=message.is_scheduled,
        queued_at=clock.now(),
    )
    Recipient.objects.bulk_create(
        Recipient(
            delivery=delivery,
            kind=recipient["kind"],
            name=recipient["name"][:200],
            email=recipient["email"].strip()[:320],
            state=_first_state(message) if is_writable(recipient["email"]) else S.FAILED,
            answer="" if is_writable(recipient["email"]) else _("No mail can be sent there."),
            changed_at=clock.now(),
        )
        for recipient in message.recipients
        if recipient["kind"] in ADDRESSED
    )
    ring("delivery.scheduled" if message.is_scheduled else "delivery.queued")
    return delivery


def _first_state(message: Message) -> S:
    return S.HELD if message.is_scheduled else S.QUEUED


def _due_at(message: Message) -> datetime:
    """The chosen time, or the end of the time in which it can be taken back; nobody would take an
    acknowledgement back. One written by a clock that went ahead waits no longer than others."""
    if message.is_scheduled and message.send_at:
        return message.send_at
    hold = 0 if message.is_automatic else settings.UNDO_SEND_SECONDS
    return min(message.created_at, clock.now()) + timedelta(seconds=hold)
