"""Knowing customers: recognising, describing."""

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import storable
from helpwell.customers.facts import CustomerAppeared, CustomerDescribed
from helpwell.customers.models import Customer, Identity, Organisation
from helpwell.events.actions import forget as forget_facts
from helpwell.events.actions import publish
from helpwell.search.actions import forget, index

DESCRIBABLE = ("name", "greeting", "language", "time_zone", "needs", "notes", "organisation")


@transaction.atomic(savepoint=False)
def recognise(*, email: str, name: str, by: By) -> Customer:
    """The customer who has this address, met just now if nobody has it yet."""
    address = normalised(email)
    known = _owner_of(address)
    if known:
        return known
    try:
        with transaction.atomic():
            return _meet(address, name=name, by=by)
    except IntegrityError:  # somebody met them at this very moment
        met = _owner_of(address)
        if met is None:
            raise
        return met


@transaction.atomic
def describe(customer: Customer, *, by: By, **changes: Any) -> Customer:
    """Change what we know about a customer; `changes` are fields of `DESCRIBABLE`."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    changed = sorted(name for name in changes if getattr(customer, name) != changes[name])
    if not changed:
        return customer
    for name in changed:
        if name not in DESCRIBABLE:
            raise ValueError(name)
        setattr(customer, name, changes[name])
    customer.save(update_fields=changed)
    publish(CustomerDescribed(customer_id=customer.pk, fields=changed, by=by.actor))
    _index(customer)
    return customer


def found_organisation(*, name: str, domains: list[str]) -> Organisation:
    """An organisation by its name, made if it is new."""
    organisation, _ = Organisation.objects.get_or_create(name=name, defaults={"domains": domains})
    return organisation


@transaction.atomic
def remove(customer_ids: Collection[int]) -> None:
    """Delete customers who have said nothing, with what we know of them; refused by the database
    for anybody who has."""
    Customer.objects.filter(pk__in=customer_ids).delete()
    forget("customer", list(customer_ids))
    forget_facts(f"customer:{pk}" for pk in customer_ids)


def remove_empty_organisations(organisation_ids: Collection[int]) -> None:
    """Delete those of the organisations that nobody belongs to."""
    Organisation.objects.filter(pk__in=organisation_ids, people=None).delete()


def normalised(email: str) -> str:
    """An address as recognition compares it: trimmed, without letter case and NUL bytes."""
    return storable(email).strip().lower()[:320]


def _owner_of(address: str) -> Customer | None:
    return Customer.objects.filter(
        identities__kind=Identity.Kind.EMAIL, identities__value=address
    ).first()


def _meet(address: str, *, name: str, by: By) -> Customer:
    customer = Customer.objects.create(
        name=storable(name).strip()[:200] or address.split("@", maxsplit=1)[0][:200],
        organisation=_organisation_of(address),
        created_at=clock.now(),
    )
    customer.identities.create(kind=Identity.Kind.EMAIL, value=address)
    publish(CustomerAppeared(customer_id=customer.pk, by=by.actor))
    _index(customer)
    return customer


def _organisation_of(address: str) -> Organisation | None:
    domain = address.rpartition("@")[2]
    return Organisation.objects.filter(domains__contains=[domain]).first()


def _index(customer: Customer) -> None:
    addresses = " ".join(customer.identities.values_list("value", flat=True))
    text = f"{customer.name} {customer.greeting} {addresses}"
    index("customer", customer.pk, owner_id=customer.pk, text=text, at=customer.created_at)
