"""What speaks against writing to an address, and what takes it away again."""

from django.db import transaction
from django.db.models import QuerySet

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import storable
from helpwell.customers.facts import AddressFailed, AddressRestored, AddressWithdrawn
from helpwell.customers.identities import normalised
from helpwell.customers.models import Identity
from helpwell.events.actions import publish


@transaction.atomic
def mark_undeliverable(email: str, *, why: str, by: By) -> None:
    """Note that mail to an address comes back for good, and why; a stranger's is noted nowhere."""
    for identity in _locked(email).filter(undeliverable_at=None):
        identity.undeliverable_at, identity.undeliverable_why = clock.now(), storable(why)[:500]
        identity.save(update_fields=["undeliverable_at", "undeliverable_why"])
        ids = {"customer_id": identity.customer_id, "identity_id": identity.pk}
        publish(AddressFailed(**ids, by=by.actor))


@transaction.atomic
def mark_opted_out(email: str, *, why: str, by: By) -> None:
    """Note that somebody wants no more mail at an address, and how we know."""
    for identity in _locked(email).filter(opted_out_at=None):
        identity.opted_out_at, identity.opted_out_why = clock.now(), storable(why)[:500]
        identity.save(update_fields=["opted_out_at", "opted_out_why"])
        ids = {"customer_id": identity.customer_id, "identity_id": identity.pk}
        publish(AddressWithdrawn(**ids, by=by.actor))


@transaction.atomic
def hear_from(email: str, *, by: By) -> None:
    """A person has written from an address, so it works; a complaint stands."""
    for identity in _locked(email).filter(undeliverable_at__isnull=False):
        identity.undeliverable_at, identity.undeliverable_why = None, ""
        identity.save(update_fields=["undeliverable_at", "undeliverable_why"])
        _tell_usable(identity, by=by)


@transaction.atomic
def use_again(identity: Identity, *, by: By) -> None:
    """Take away what speaks against writing to an address."""
    identity = Identity.objects.select_for_update().get(pk=identity.pk)
    if identity.is_usable:
        return
    identity.undeliverable_at = identity.opted_out_at = None
    identity.undeliverable_why = identity.opted_out_why = ""
    identity.save()
    _tell_usable(identity, by=by)


def _locked(email: str) -> QuerySet[Identity]:
    known = Identity.objects.filter(kind=Identity.Kind.EMAIL, value=normalised(email))
    return known.select_for_update()


def _tell_usable(identity: Identity, *, by: By) -> None:
    ids = {"customer_id": identity.customer_id, "identity_id": identity.pk}
    publish(AddressRestored(**ids, by=by.actor))
