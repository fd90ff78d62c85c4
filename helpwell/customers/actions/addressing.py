"""The ways we know somebody by: adding, taking away, preferring, giving to somebody else."""

from django.db import IntegrityError, transaction

from helpwell.core.actors import By
from helpwell.customers.actions.indexing import index_customers
from helpwell.customers.actions.locking import locked, locked_both
from helpwell.customers.errors import LastAddress, TakenBySomebody
from helpwell.customers.facts import (
    IdentityAdded,
    IdentityMoved,
    IdentityPreferred,
    IdentityRemoved,
)
from helpwell.customers.identities import read, region_of
from helpwell.customers.models import Customer, Identity
from helpwell.events.actions import publish


@transaction.atomic
def add_identity(customer: Customer, *, kind: str, text: str, by: By) -> Identity:
    """Know a customer by one more address, number or handle; refused if it is somebody else's."""
    customer = locked(customer)
    found = read(kind, text, region=region_of(customer))
    known = _owned(found.kind, found.value)
    if known is None:
        try:
            with transaction.atomic():
                return _add(customer, found.kind, found.value, found.written, by)
        except IntegrityError:  # somebody was quicker
            known = _owned(found.kind, found.value)
    if known is None or known.customer_id != customer.pk:
        raise TakenBySomebody(known.customer if known else customer)
    return known


@transaction.atomic
def remove_identity(identity: Identity, *, by: By) -> None:
    """Know a customer no longer by this; the last way to know them stays."""
    customer = locked(identity.customer)
    others = customer.identities.exclude(pk=identity.pk)
    if not others.exists():
        raise LastAddress
    if Identity.objects.filter(pk=identity.pk, customer=customer).delete()[0]:
        ids = {"customer_id": customer.pk, "identity_id": identity.pk}
        publish(IdentityRemoved(**ids, by=by.actor))
        index_customers([customer.pk])


@transaction.atomic
def prefer(identity: Identity, *, by: By) -> None:
    """Use this one of its kind first."""
    customer = locked(identity.customer)
    of_kind = customer.identities.filter(kind=identity.kind)
    if of_kind.filter(pk=identity.pk, is_preferred=False).exists():
        of_kind.update(is_preferred=False)
        of_kind.filter(pk=identity.pk).update(is_preferred=True)
        ids = {"customer_id": customer.pk, "identity_id": identity.pk}
        publish(IdentityPreferred(**ids, by=by.actor))


@transaction.atomic
def move_identity(identity: Identity, *, to: Customer, by: By) -> None:
    """Say that an address is somebody else's; what was said from it stays where it is."""
    giver, taker = locked_both(identity.customer_id, to.pk)
    if giver.pk == taker.pk:
        return
    if not giver.identities.exclude(pk=identity.pk).exists():
        raise LastAddress
    moved = Identity.objects.filter(pk=identity.pk, customer=giver)
    if moved.update(customer=taker, is_preferred=False):
        ids = {"identity_id": identity.pk, "from_id": giver.pk, "to_id": taker.pk}
        for customer in (giver, taker):
            publish(IdentityMoved(customer_id=customer.pk, **ids, by=by.actor))
        index_customers([giver.pk, taker.pk])


def _owned(kind: str, value: str) -> Identity | None:
    return Identity.objects.select_related("customer").filter(kind=kind, value=value).first()


def _add(customer: Customer, kind: str, value: str, written: str, by: By) -> Identity:
    is_first = not customer.identities.filter(kind=kind).exists()
    identity = customer.identities.create(
        kind=kind, value=value, written=written, is_preferred=is_first
    )
    ids = {"customer_id": customer.pk, "identity_id": identity.pk}
    publish(IdentityAdded(**ids, by=by.actor))
    index_customers([customer.pk])
    return identity
