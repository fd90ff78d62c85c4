"""What we say automatically."""

from collections.abc import Sequence

from django.db import transaction

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.html import from_text
from helpwell.core.text import storable
from helpwell.events.actions import publish
from helpwell.tickets.actions.locking import locked, show
from helpwell.tickets.content import Recipient
from helpwell.tickets.facts import TicketAcknowledged, TicketNudged
from helpwell.tickets.models import Message, Ticket


@transaction.atomic
def acknowledge(ticket: Ticket, *, text: str, recipients: Sequence[Recipient], by: By) -> Message:
    """Tell a customer automatically that their mail has come.

    Nobody has answered by that: whose turn it is, since when they wait and what is unread stay.
    """
    ticket = locked(ticket)
    message = _say(ticket, text, recipients)
    publish(TicketAcknowledged(ticket_id=ticket.pk, message_id=message.pk, by=by.actor))
    return message


@transaction.atomic
def nudge(ticket: Ticket, *, text: str, recipients: Sequence[Recipient], by: By) -> Message | None:
    """Remind a customer automatically that we wait for their answer, once.

    Without recipients nothing is said, only noted. Nothing happens when it is not pending any more,
    or they were reminded already.
    """
    ticket = locked(ticket)
    if ticket.status != Ticket.Status.PENDING or ticket.nudged_at:
        return None
    message = _say(ticket, text, recipients) if recipients else None
    ticket.nudged_at = message.created_at if message else clock.now()
    ticket.save(update_fields=["nudged_at"])
    message_id = message.pk if message else None
    publish(TicketNudged(ticket_id=ticket.pk, message_id=message_id, by=by.actor))
    show(ticket)
    return message


def _say(ticket: Ticket, text: str, recipients: Sequence[Recipient]) -> Message:
    """A machine's message on a locked ticket."""
    message: Message = ticket.messages.create(
        kind=Message.Kind.REPLY,
        text=storable(text),
        html=from_text(storable(text)),
        is_automatic=True,
        recipients=list(recipients),
        created_at=clock.now(),
    )
    ticket.message_count = ticket.message_count + 1
    ticket.save(update_fields=["message_count"])
    show(ticket)
    return message
