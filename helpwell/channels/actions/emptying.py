"""Emptying the trash: tickets with everything said on them, and the mails they came from."""

from django.db import transaction

from helpwell.channels.models import Delivery, Envelope
from helpwell.files.actions import drop_unused
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Message
from helpwell.tickets.waiting import past_keeping


@transaction.atomic
def empty_trash() -> bool:
    """Delete for good what has been in the trash for as long as this house keeps it, with what was
    merged into it: messages, files, raw mails, deliveries, index and history. Whether there may be
    more. Whoever restores a ticket at this moment comes first."""
    going = past_keeping()
    if not going:
        return False
    said = list(Message.objects.filter(ticket__in=going).values_list("pk", flat=True))
    envelopes = Envelope.objects.filter(message__in=said)
    files = set(envelopes.values_list("raw_id", flat=True))
    envelopes.delete()
    Delivery.objects.filter(message__in=said).delete()
    drop_unused(files | tickets.remove(going))
    return True
