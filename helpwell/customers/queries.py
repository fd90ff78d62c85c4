from django.db.models import QuerySet

from helpwell.accounts.models import User
from helpwell.customers.models import Customer


def visible_to(user: User) -> QuerySet[Customer]:
    """The customers this person may look up; those of visible tickets show on the ticket itself."""
    return Customer.objects.all() if user.can("customers.read") else Customer.objects.none()


def with_details() -> QuerySet[Customer]:
    """Customers with their organisation and addresses, for the panel."""
    return Customer.objects.select_related("organisation").prefetch_related("identities")
