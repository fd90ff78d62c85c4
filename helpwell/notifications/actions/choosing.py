"""What somebody wants to be told, and what not."""

from typing import Any

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.events.actions import publish
from helpwell.notifications.facts import WishesChosen
from helpwell.notifications.models import Mute, Wishes
from helpwell.tickets.models import Ticket


@transaction.atomic
def choose(settings: dict[str, Any], *, by: User) -> Wishes:
    """Say of what one wants to be told, by which way and when."""
    wishes, _ = Wishes.objects.update_or_create(person=by, defaults=settings)
    publish(WishesChosen(person_id=by.pk, by=by.actor))
    return wishes


def mute(ticket: Ticket, *, by: User) -> None:
    """Hear no more of this ticket, but what names oneself."""
    Mute.objects.get_or_create(person=by, ticket=ticket)


def unmute(ticket_id: int, *, by: User) -> None:
    """Hear of it again."""
    Mute.objects.filter(person=by, ticket=ticket_id).delete()
