"""How this house deals with its tickets."""

from typing import Any

from django.db import transaction

from helpwell.core.actors import By
from helpwell.core.text import storable
from helpwell.events.actions import publish
from helpwell.fields import actions as fields
from helpwell.tickets.facts import HabitsChanged
from helpwell.tickets.models import Habits, ReopenPolicy


@fields.renewing()
def set_habits(*, by: By, **settings: Any) -> None:
    """Set `settings`, fields of `Habits`; a number of days that is None switches its habit off."""
    Habits.objects.get_or_create(pk=1)
    row = Habits.objects.select_for_update().get(pk=1)
    _set(row, settings, by)


@transaction.atomic
def set_reopening(channel: str, *, by: By, **settings: Any) -> None:
    """Set within_days, then and later of a channel's policy."""
    ReopenPolicy.objects.get_or_create(channel=channel)
    row = ReopenPolicy.objects.select_for_update().get(channel=channel)
    _set(row, settings, by)


def _set(row: Habits | ReopenPolicy, settings: dict[str, Any], by: By) -> None:
    kept = {name: storable(v) if isinstance(v, str) else v for name, v in settings.items()}
    changed = sorted(name for name in kept if getattr(row, name) != kept[name])
    for name in changed:
        setattr(row, name, kept[name])
    if changed:
        row.save(update_fields=changed)
        publish(HabitsChanged(habits_id=1, fields=changed, by=by.actor))
