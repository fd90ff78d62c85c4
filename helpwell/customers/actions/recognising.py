"""Recognising people: by the address they write from, met once however many mails come at once."""

from django.db import IntegrityError, transaction

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.masking import masked
from helpwell.core.text import storable
from helpwell.customers.actions.indexing import index_customer
from helpwell.customers.facts import CustomerAppeared
from helpwell.customers.identities import normalised
from helpwell.customers.models import Customer, Identity, Organisation
from helpwell.events.actions import publish


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


def _owner_of(address: str) -> Customer | None:
    return Customer.objects.filter(
        identities__kind=Identity.Kind.EMAIL, identities__value=address
    ).first()


def _meet(address: str, *, name: str, by: By) -> Customer:
    customer = Customer.objects.create(
        name=masked(storable(name).strip())[:200] or address.split("@", maxsplit=1)[0][:200],
        organisation=_organisation_of(address),
        created_at=clock.now(),
    )
    customer.identities.create(kind=Identity.Kind.EMAIL, value=address)
    publish(CustomerAppeared(customer_id=customer.pk, by=by.actor))
    index_customer(customer)
    return customer


def _organisation_of(address: str) -> Organisation | None:
    domain = address.rpartition("@")[2]
    return Organisation.objects.filter(domains__contains=[domain]).first()
