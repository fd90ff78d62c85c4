"""Whether keys without Ctrl work for somebody (WCAG 2.2, 2.1.4)."""

from django.db import transaction

from helpwell.accounts.facts import PersonSingleKeysChosen
from helpwell.accounts.models import User
from helpwell.core.actors import By
from helpwell.events.actions import publish


@transaction.atomic
def use_single_keys(person: User, *, used: bool, by: By) -> None:
    """Let single keys work for somebody, or only keys with Ctrl or Cmd."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.uses_single_keys == used:
        return
    person.uses_single_keys = used
    person.save(update_fields=["uses_single_keys"])
    publish(PersonSingleKeysChosen(person_id=person.pk, used=used, by=by.actor))
