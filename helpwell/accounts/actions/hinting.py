"""Which hints somebody wants while they write."""

from collections.abc import Iterable

from django.db import transaction

from helpwell.accounts.facts import PersonHintsChosen
from helpwell.accounts.models import User
from helpwell.core.actors import By
from helpwell.events.actions import publish

MOST_KINDS = 100


@transaction.atomic
def choose_hints(person: User, *, unwanted: Iterable[str], by: By) -> None:
    """Let somebody get no hints of these kinds, and of all others again."""
    person = User.objects.select_for_update().get(pk=person.pk)
    kept = sorted({kind[:40] for kind in unwanted})[:MOST_KINDS]
    if person.unwanted_hints == kept:
        return
    person.unwanted_hints = kept
    person.save(update_fields=["unwanted_hints"])
    publish(PersonHintsChosen(person_id=person.pk, unwanted=kept, by=by.actor))
