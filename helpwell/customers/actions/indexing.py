"""What search finds of a customer: names, those of people merged into them, addresses, numbers."""

from collections.abc import Collection

from helpwell.customers.identities import parts_of_number
from helpwell.customers.models import Customer, Identity
from helpwell.search.actions import Findable, forget, index_all


def index_customer(customer: Customer) -> None:
    """Make a customer findable as they are now; one who was merged is found as who they became."""
    index_customers([customer.pk])


def index_customers(ids: Collection[int]) -> None:
    """The same for several, in a fixed number of queries."""
    known = Customer.objects.filter(pk__in=ids).prefetch_related("identities")
    people = {customer.pk: customer for customer in known}
    gone = [pk for pk in ids if pk not in people or people[pk].merged_into_id]
    names: dict[int, list[str]] = {}
    for into, name in Customer.objects.filter(merged_into__in=ids).values_list(
        "merged_into", "name"
    ):
        names.setdefault(into or 0, []).append(name)
    index_all(_findable(people[pk], names.get(pk, [])) for pk in people if pk not in gone)
    if gone:
        forget("customer", gone)


def _findable(customer: Customer, other_names: list[str]) -> Findable:
    said = [customer.name, customer.greeting, customer.external_id or "", *other_names]
    for identity in customer.identities.all():
        said += [identity.value, identity.written]
        if identity.kind == Identity.Kind.PHONE:
            said += parts_of_number(identity.value)
    text = " ".join(said)
    return Findable("customer", customer.pk, customer.pk, text, customer.created_at)
