"""What comes in from one of our own addresses: kept for colleagues, never taken for a customer."""

from dataclasses import replace

from django.db import transaction

from helpwell.core.actors import By
from helpwell.core.html import from_text
from helpwell.events.actions import publish
from helpwell.tickets.actions.locking import locked
from helpwell.tickets.actions.putting import take_in
from helpwell.tickets.content import Content
from helpwell.tickets.facts import NoteWritten
from helpwell.tickets.models import Message, Ticket


@transaction.atomic
def overhear(ticket: Ticket, *, content: Content, by: By) -> Message:
    """Keep what one of our own addresses wrote as an internal note, whatever the ticket's state.

    It wakes nobody and is answered to nobody: so no loop can come of it.
    """
    ticket = locked(ticket)
    plain = replace(content, html=from_text(content.text), full_html="", remote_images=0)
    message = take_in(ticket, kind=Message.Kind.NOTE, content=plain)
    publish(NoteWritten(ticket_id=ticket.pk, message_id=message.pk, mentioned_ids=[], by=by.actor))
    return message
