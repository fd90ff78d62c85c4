"""Mail of the past, for histories that are brought in: nothing of it is mailed again."""

from django.db import transaction

from helpwell.channels.actions import outcomes
from helpwell.channels.actions.reading import read
from helpwell.channels.facts import AskedSent, ReplySent
from helpwell.channels.models import Delivery, Envelope, Recipient
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.events.actions import publish
from helpwell.tickets.models import Message


@transaction.atomic
def read_at_once(envelope: Envelope) -> Message | None:
    """Read this one mail now, whatever else waits: its message, if it was not set aside.

    A failure is raised.
    """
    held = Envelope.objects.select_for_update(of=("self",)).select_related("inbox__group", "raw")
    return read(held.get(pk=envelope.pk, state=Envelope.State.WAITING))


@transaction.atomic
def note_sent(message: Message) -> Delivery:
    """Note a queued message as sent now, without mailing it."""
    delivery = Delivery.objects.select_for_update().get(
        message=message, state=Delivery.State.QUEUED, attempts=0
    )
    for state in (Recipient.State.SENDING, Recipient.State.SENT):
        outcomes.move(delivery.recipients.all(), state)
    outcomes.follow(delivery)
    delivery.sent_at = clock.now()
    delivery.save(update_fields=["state", "sent_at"])
    sent = AskedSent if message.side_talk_id else ReplySent
    publish(sent(ticket_id=message.ticket_id, message_id=message.pk, by=SYSTEM))
    return delivery
