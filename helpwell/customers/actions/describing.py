"""What we know of a customer beside their addresses."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helpwell.core.actors import By
from helpwell.core.text import name_of, storable
from helpwell.customers.actions.indexing import index_customer
from helpwell.customers.actions.locking import locked
from helpwell.customers.errors import ChangedMeanwhile, CommaInName, NumberTaken
from helpwell.customers.facts import CustomerDescribed
from helpwell.customers.models import Change, Customer, Segment
from helpwell.customers.permissions import GUARDED
from helpwell.events.actions import publish

DESCRIBABLE = (
    *("name", "greeting", "form_of_address", "language", "time_zone", "contact_times", "needs"),
    *("notes", "organisation", "external_id", GUARDED),
)
LONGEST_SEGMENT = 60


@transaction.atomic
def describe(
    customer: Customer, *, by: By, seen: Mapping[str, str] | None = None, **changes: Any
) -> Customer:
    """Change what we know about a customer; `changes` are fields of `DESCRIBABLE`.

    `seen` is what `said(customer, field)` was when the fields were read; if somebody has changed
    one since, it is refused.
    """
    unknown = set(changes) - set(DESCRIBABLE)
    if unknown:
        raise ValueError(*sorted(unknown))
    customer = locked(customer)
    changes = {name: _storable(name, value) for name, value in changes.items()}
    changed = sorted(name for name in changes if getattr(customer, name) != changes[name])
    _refuse_what_changed(customer, changed, seen or {})
    if not changed:
        return customer
    _refuse_taken(customer, changes.get("external_id"))
    before = {name: said(customer, name) for name in changed}
    for name in changed:
        setattr(customer, name, changes[name])
    customer.save(update_fields=changed)
    _tell(customer, before, by=by)
    index_customer(customer)
    return customer


@transaction.atomic
def put_into_segments(
    customer: Customer, names: Iterable[str], *, by: By, seen: str | None = None
) -> None:
    """Put a customer into exactly these segments; a new name makes a new one."""
    customer = locked(customer)
    wanted = {segment_name(name) for name in names} - {""}
    before = said(customer, "segments")
    present = set(customer.segments.values_list("name", flat=True))
    if present == wanted:
        return
    if seen is not None and seen != before:
        raise ChangedMeanwhile(before)
    Segment.objects.bulk_create([Segment(name=n) for n in sorted(wanted)], ignore_conflicts=True)
    customer.segments.set(Segment.objects.filter(name__in=wanted))
    _tell(customer, {"segments": before}, by=by)


def said(customer: Customer, field: str) -> str:
    """What a customer's row says in a field, as text, for comparing and for the history."""
    if field == "segments":
        return ", ".join(sorted(customer.segments.values_list("name", flat=True)))
    value = getattr(customer, field)
    return "" if value is None else str(value)


def segment_name(name: str) -> str:
    """A segment's name as it is kept; refuses commas and more than `LONGEST_SEGMENT` letters."""
    if "," in name:
        raise CommaInName
    return name_of(name, most=LONGEST_SEGMENT)


def _storable(name: str, value: Any) -> Any:
    kept = storable(value) if isinstance(value, str) else value
    return kept or None if name == "external_id" else kept


def _refuse_what_changed(
    customer: Customer, changed: Iterable[str], seen: Mapping[str, str]
) -> None:
    for name in changed:
        if name in seen and seen[name] != (now := said(customer, name)):
            raise ChangedMeanwhile(now)


def _refuse_taken(customer: Customer, external_id: str | None) -> None:
    """A number elsewhere is one person's; empty is no number."""
    others = Customer.objects.filter(external_id=external_id).exclude(pk=customer.pk)
    if external_id and (owner := others.first()):
        raise NumberTaken(_("%(name)s has this number already.") % {"name": owner})


def _tell(customer: Customer, before: Mapping[str, str], *, by: By) -> None:
    """The fact names the values, which stand apart so that they can be erased."""
    rows = Change.objects.bulk_create(
        Change(customer=customer, field=name, before=old, after=said(customer, name))
        for name, old in before.items()
        if name != GUARDED
    )
    ids = [row.pk for row in rows]
    fields = sorted(before)
    publish(CustomerDescribed(customer_id=customer.pk, fields=fields, change_ids=ids, by=by.actor))
