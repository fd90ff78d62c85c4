"""How answers fare, for comparing those with macros to all."""

from datetime import timedelta

from django.db import transaction

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.events.queries import history_of
from helpwell.macros.models import Answer, Use
from helpwell.tickets.facts import TicketReplied
from helpwell.tickets.models import Message

STAYS = timedelta(days=7)  # a ticket opened again later is a new question


def count_answer(message: Message, *, has_solved: bool, by: By) -> None:
    """Note that an answer was said, and whether it solved its ticket."""
    given = {"on": message.created_at.date(), "has_solved": has_solved}
    Answer.objects.get_or_create(message=message, defaults=given)


@transaction.atomic
def note_reopening(ticket_id: int, *, by: By) -> None:
    """The customer has opened a solved ticket again: count it where an answer had solved it within
    seven days."""
    answers = history_of(f"ticket:{ticket_id}").filter(name=TicketReplied.name)
    last = answers.order_by("-pk").first()
    if last is None or last.at < clock.now() - STAYS:
        return
    said = {"message": last.payload["message_id"], "has_solved": True, "reopened_at": None}
    for model in (Answer, Use):
        model._default_manager.filter(**said).update(reopened_at=clock.now())
