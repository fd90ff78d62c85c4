from helpwell.customers.models import Customer


def locked(customer: Customer) -> Customer:
    """The customer as they are now, held until the transaction ends."""
    return Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)


def locked_both(one: int, other: int) -> tuple[Customer, Customer]:
    """Two customers, locked in the order of their numbers, so that two people never block."""
    rows = Customer.objects.select_for_update(no_key=True).filter(pk__in=(one, other))
    found = {row.pk: row for row in rows.order_by("pk")}
    return found[one], found[other]
