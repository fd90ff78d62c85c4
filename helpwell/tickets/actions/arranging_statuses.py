"""This house's own words for statuses: making them, and what is said of them."""

from typing import Any

from helpwell.core.actors import By
from helpwell.core.ordering import place
from helpwell.core.text import name_of
from helpwell.events.actions import publish
from helpwell.fields import actions as fields
from helpwell.tickets.errors import StatusNameTaken, StatusUnnamed, TooManyStatuses
from helpwell.tickets.facts import StatusArranged
from helpwell.tickets.models import CustomStatus, Ticket

MOST_STATUSES = 40
LONGEST_NAME = 60
NAMES = ("name", "customer_label")


@fields.renewing()
def make_status(*, name: str, status: str, by: By, customer_label: str = "") -> CustomStatus:
    """A new word for the fixed status it stands for, after all others; that never changes.

    Refuses a name that another has, and more than `MOST_STATUSES` in use.
    """
    if status not in Ticket.CHOOSABLE:
        raise ValueError(status)
    custom = CustomStatus(status=status, position=CustomStatus.objects.count())
    _set(custom, name=name, customer_label=customer_label)
    custom.save()
    publish(StatusArranged(status_id=custom.pk, fields=list(NAMES), by=by.actor))
    return custom


@fields.renewing()
def change_status(custom: CustomStatus, *, by: By, **settings: Any) -> CustomStatus:
    """Set name, customer_label or is_active; tickets keep one that is retired."""
    custom = CustomStatus.objects.select_for_update().get(pk=custom.pk)
    before = {name: getattr(custom, name) for name in settings}
    _set(custom, **settings)
    changed = sorted(name for name in settings if getattr(custom, name) != before[name])
    if changed:
        custom.save(update_fields=changed)
        publish(StatusArranged(status_id=custom.pk, fields=changed, by=by.actor))
    return custom


@fields.renewing()
def move_status(custom: CustomStatus, *, to: int, by: By) -> None:
    """Offer a status at place `to`, from 0; the others keep their order."""
    place(custom, to=to, among=CustomStatus.objects.all())
    publish(StatusArranged(status_id=custom.pk, fields=["position"], by=by.actor))


def _set(custom: CustomStatus, **settings: Any) -> None:
    for name, value in settings.items():
        kept = name_of(value, most=LONGEST_NAME) if name in NAMES else value
        setattr(custom, name, kept)
    if not custom.name:
        raise StatusUnnamed
    others = CustomStatus.objects.exclude(pk=custom.pk)
    if others.filter(name__iexact=custom.name).exists():
        raise StatusNameTaken
    if custom.is_active and others.filter(is_active=True).count() >= MOST_STATUSES:
        raise TooManyStatuses
