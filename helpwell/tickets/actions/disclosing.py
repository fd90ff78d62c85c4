"""Looking at what is masked or held back."""

from django.db import transaction

from helpwell.core.actors import By
from helpwell.events.actions import publish
from helpwell.tickets.facts import OriginalSeen
from helpwell.tickets.models import Attachment, Message


@transaction.atomic
def look_at_original(message: Message, *, by: By, attachment: Attachment | None = None) -> None:
    """Write down that somebody looks at what is masked or held back, before they see it."""
    publish(
        OriginalSeen(
            ticket_id=message.ticket_id,
            message_id=message.pk,
            attachment_id=attachment.pk if attachment else None,
            by=by.actor,
        )
    )
