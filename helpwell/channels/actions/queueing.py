"""Putting answers into the outbox."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from helpwell.channels import queries, signing
from helpwell.channels.errors import NoInbox
from helpwell.channels.models import Delivery, Recipient
from helpwell.core import clock
from helpwell.core.addresses import is_writable
from helpwell.jobs.bell import ring
from helpwell.tickets.models import Message

ADDRESSED = ("to", "cc", "bcc")


@transaction.atomic
def queue(*, message_id: int) -> Delivery | None:
    """Queue a public answer under a Message-ID fixed now; it leaves when its hold time is over.

    Does nothing when the answer was taken back meanwhile. Only replies can be selected here: no
    path leads from an internal note into a mail.
    """
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("ticket")
        .filter(pk=message_id, kind=Message.Kind.REPLY)
        .first()
    )
    if message is None:
        return None
    inbox = queries.inbox_of(message.ticket)
    if inbox is None:
        raise NoInbox
    delivery = Delivery.objects.create(
        message=message,
        inbox=inbox,
        message_id_header=signing.new_message_id(
            ticket_id=message.ticket_id, message_id=message.pk, domain=inbox.domain
        ),
        due_at=message.created_at + timedelta(seconds=settings.UNDO_SEND_SECONDS),
        queued_at=clock.now(),
    )
    Recipient.objects.bulk_create(
        Recipient(
            delivery=delivery,
            kind=recipient["kind"],
            name=recipient["name"][:200],
            email=recipient["email"].strip()[:320],
            state=_first_state(recipient["email"]),
            answer="" if is_writable(recipient["email"]) else _("No mail can be sent there."),
        )
        for recipient in message.recipients
        if recipient["kind"] in ADDRESSED
    )
    ring("delivery.queued")
    return delivery


def _first_state(email: str) -> str:
    """One address that cannot be written keeps nobody else from their answer."""
    return Recipient.State.QUEUED if is_writable(email) else Recipient.State.FAILED
