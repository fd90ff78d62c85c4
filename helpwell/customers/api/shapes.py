"""Customers as programs are told of them."""

from typing import Any

from helpwell.accounts.models import User
from helpwell.api.shapes import Moment, Shape
from helpwell.customers import queries
from helpwell.customers.models import Customer
from helpwell.customers.permissions import SEE_GUARDED

_MADE = {"vulnerability", "segments", "identities"}


class IdentityShape(Shape):
    """An address, number or handle by which somebody is known."""

    id: int
    kind: str
    value: str
    written: str
    is_preferred: bool
    is_usable: bool


class CustomerShape(Shape):
    """Somebody who writes to us. `vulnerability` is null for whoever may not see it."""

    id: int
    name: str
    greeting: str
    form_of_address: str
    language: str
    time_zone: str
    contact_times: str
    needs: str
    notes: str
    vulnerability: str | None
    segments: list[str]
    values: dict[str, Any]
    external_id: str | None
    organisation_id: int | None
    merged_into_id: int | None
    identities: list[IdentityShape]
    created_at: Moment

    @classmethod
    def seen_by(cls, user: User, customer: Customer) -> "CustomerShape":
        """A customer as this person may know them."""
        return cls.model_construct(
            **{name: getattr(customer, name) for name in cls.model_fields if name not in _MADE},
            vulnerability=customer.vulnerability if user.can(SEE_GUARDED) else None,
            segments=sorted(segment.name for segment in customer.segments.all()),
            identities=[IdentityShape.from_orm(each) for each in customer.identities.all()],
        )


def rows(user: User) -> Any:
    """The customers that this person may see, ready to be told of."""
    return queries.visible_to(user).prefetch_related("identities", "segments")


def shape(user: User, number: int) -> CustomerShape:
    """One customer as this person may know them now."""
    return CustomerShape.seen_by(user, rows(user).get(pk=number))
