"""What mail systems report of an answer, for the ticket's history."""

from django.db import transaction

from helpwell.core.actors import By
from helpwell.events.actions import publish
from helpwell.tickets.actions.locking import show
from helpwell.tickets.facts import ReplyComplained, ReplyReturned
from helpwell.tickets.models import Message


@transaction.atomic
def note_return(message: Message, *, is_proven: bool, by: By) -> None:
    """Say in the history that an answer came back; the customer has not said a word by that."""
    ids = {"ticket_id": message.ticket_id, "message_id": message.pk}
    publish(ReplyReturned(**ids, is_proven=is_proven, by=by.actor))
    show(message.ticket)


@transaction.atomic
def note_complaint(message: Message, *, by: By) -> None:
    """Say in the history that somebody reported an answer as unwanted."""
    ids = {"ticket_id": message.ticket_id, "message_id": message.pk}
    publish(ReplyComplained(**ids, by=by.actor))
    show(message.ticket)
