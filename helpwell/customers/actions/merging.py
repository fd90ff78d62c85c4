"""Two people who are one: put together by a person, and parted again at any time.

Addresses move to whoever stays, so that mail finds them; tickets and messages follow by the fact,
in their own room, which notes what it moved. The other row stays as it was and leads on.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.customers.actions.indexing import index_customers
from helpwell.customers.actions.locking import locked_both
from helpwell.customers.errors import MergedAlready, NotMerged, SamePerson, TwoNumbersElsewhere
from helpwell.customers.facts import CustomerMerged, CustomersParted, PersonJoined
from helpwell.customers.merging import outcome, values_taken
from helpwell.customers.models import Customer, Identity, PeopleMerge
from helpwell.customers.queries import survivor_of
from helpwell.events.actions import publish_all


@transaction.atomic
def merge(
    customer: Customer,
    *,
    into: Customer,
    chosen: Collection[str] = (),
    although_two_numbers: bool = False,
    by: By,
) -> PeopleMerge:
    """Say that `customer` is `into`; `chosen` fields are those of `customer`.

    Refused when one of them was merged meanwhile, and across two numbers elsewhere unless a
    person says that it is so.
    """
    if customer.pk == into.pk:
        raise SamePerson
    customer, into = locked_both(customer.pk, into.pk)
    if customer.merged_into_id or into.merged_into_id:
        raise MergedAlready
    if customer.external_id and into.external_id and not although_two_numbers:
        raise TwoNumbersElsewhere
    before = _take_over(customer, into, chosen)
    customer.merged_into = into
    customer.save(update_fields=["merged_into"])
    merged = PeopleMerge.objects.create(
        customer=customer, into=into, by_id=by.actor.id, at=clock.now(), before=before
    )
    _tell(merged, by=by)
    return merged


@transaction.atomic
def part(merged: PeopleMerge, *, by: By) -> None:
    """Make two people of them again: each has what they had, and what came from their addresses."""
    customer, into = locked_both(merged.customer_id, merged.into_id)
    merged = PeopleMerge.objects.select_for_update().get(pk=merged.pk)
    if merged.undone_at:
        raise NotMerged
    holder = survivor_of(into)
    merged.undone_at = clock.now()
    merged.save(update_fields=["undone_at"])
    _take_numbers_back(customer, into, merged.before)
    _give_back(into, merged.before)
    customer.merged_into = None
    customer.save(update_fields=["merged_into"])
    theirs = Identity.objects.filter(pk__in=merged.before["identities"], customer=holder)
    theirs.update(customer=customer)
    customer.identities.filter(pk__in=merged.before["preferred"]).update(is_preferred=True)
    _tell_parted(merged, by=by)
    index_customers([customer.pk, into.pk, holder.pk])


@transaction.atomic
def note_followed(merged: PeopleMerge, rows: Mapping[str, Collection[int]], *, by: By) -> None:
    """Write down which rows of another room went along, by the name it gives them."""
    merged = PeopleMerge.objects.select_for_update().get(pk=merged.pk)
    for name, ids in rows.items():
        merged.before[name] = sorted({*merged.before.get(name, []), *ids})
    merged.save(update_fields=["before"])


def _take_over(customer: Customer, into: Customer, chosen: Collection[str]) -> dict[str, Any]:
    """What `into` has now of both; returned is what is needed to part them."""
    changes = outcome(customer, into, chosen)
    values = values_taken(customer, into, chosen)
    before = {
        "fields": {name: [getattr(into, name), value] for name, value in changes.items()},
        "values": {key: [into.values.get(key), value] for key, value in values.items()},
        **_take_identities(customer, into),
        "segments": _take_segments(customer, into),
    }
    if "external_id" in changes:
        _swap_numbers(customer, into)
    for name, value in changes.items():
        setattr(into, name, value)
    into.values = into.values | values
    into.save(update_fields=[*changes, "values"])
    return before


def _swap_numbers(customer: Customer, into: Customer) -> None:
    """Each has the other's number elsewhere, so that both still lead to whoever stays."""
    theirs, ours = customer.external_id, into.external_id
    _set_number(customer, None)
    _set_number(into, theirs)
    _set_number(customer, ours)


def _take_identities(customer: Customer, into: Customer) -> dict[str, list[int]]:
    theirs = customer.identities.all()
    moved = [identity.pk for identity in theirs]
    preferred = [identity.pk for identity in theirs if identity.is_preferred]
    customer.identities.update(customer=into)
    have = into.identities.exclude(pk__in=moved).filter(is_preferred=True)
    kinds = list(have.values_list("kind", flat=True))
    Identity.objects.filter(pk__in=moved, kind__in=kinds).update(is_preferred=False)
    return {"identities": moved, "preferred": preferred}


def _take_segments(customer: Customer, into: Customer) -> list[int]:
    present = set(into.segments.values_list("pk", flat=True))
    added = sorted(set(customer.segments.values_list("pk", flat=True)) - present)
    into.segments.add(*added)
    return added


def _take_numbers_back(customer: Customer, into: Customer, before: Mapping[str, Any]) -> None:
    """Swap them back, if neither was given another one meanwhile."""
    was, became = before["fields"].get("external_id", (None, None))
    if became and (into.external_id, customer.external_id) == (became, was):
        _swap_numbers(customer, into)


def _set_number(customer: Customer, number: str | None) -> None:
    customer.external_id = number
    customer.save(update_fields=["external_id"])


def _give_back(into: Customer, before: Mapping[str, Any]) -> None:
    """What the merge put onto `into` and nobody has changed since."""
    for name, (was, became) in before["fields"].items():
        if name != "external_id" and getattr(into, name) == became:
            setattr(into, name, was)
    for key, (was, became) in before["values"].items():
        if into.values.get(key) == became:
            into.values.pop(key) if was is None else into.values.update({key: was})
    into.save(update_fields=[*before["fields"], "values"])
    into.segments.remove(*before["segments"])


def _tell(merged: PeopleMerge, *, by: By) -> None:
    ids = {"customer_id": merged.customer_id, "into_id": merged.into_id, "merge_id": merged.pk}
    joined = {"customer_id": merged.into_id, "other_id": merged.customer_id}
    publish_all(
        CustomerMerged(**ids, by=by.actor), PersonJoined(**joined, is_undone=False, by=by.actor)
    )
    index_customers([merged.customer_id, merged.into_id])


def _tell_parted(merged: PeopleMerge, *, by: By) -> None:
    ids = {"customer_id": merged.customer_id, "into_id": merged.into_id, "merge_id": merged.pk}
    joined = {"customer_id": merged.into_id, "other_id": merged.customer_id}
    publish_all(
        CustomersParted(**ids, by=by.actor), PersonJoined(**joined, is_undone=True, by=by.actor)
    )
