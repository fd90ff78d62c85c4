"""How customers are known: addresses, numbers, handles."""

from typing import Annotated, Literal

from django.shortcuts import get_object_or_404
from ninja import Status
from pydantic import Field

from helpwell.api.door import insist
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Number, Words
from helpwell.customers import actions, queries
from helpwell.customers.api.router import DESCRIBE, READ, router
from helpwell.customers.api.shapes import IdentityShape
from helpwell.customers.models import Identity


class NewIdentity(Given):
    """One more way to know somebody."""

    kind: Literal["email", "phone", "handle"]
    value: Annotated[Words, Field(min_length=1)]


@router.post(
    "/customers/{customer_id}/identities", response={201: IdentityShape}, summary="One more address"
)
def add_identity(
    request: ProgramRequest, customer_id: Number, given: NewIdentity
) -> Status[Identity]:
    """Know somebody by one more address, number or handle; takes `customers.describe`."""
    insist(request.user, READ, DESCRIBE)
    found = get_object_or_404(queries.visible_to(request.user), pk=customer_id)
    made = actions.add_identity(found, kind=given.kind, text=given.value, by=request.user)
    return Status(201, made)


@router.delete(
    "/customers/{customer_id}/identities/{identity_id}",
    response={204: None},
    summary="One address less",
)
def remove_identity(
    request: ProgramRequest, customer_id: Number, identity_id: Number
) -> Status[None]:
    """Know somebody by it no longer; the last one stays. Takes `customers.describe`."""
    insist(request.user, READ, DESCRIBE)
    found = get_object_or_404(queries.visible_to(request.user), pk=customer_id)
    identity = get_object_or_404(Identity, pk=identity_id, customer=found)
    actions.remove_identity(identity, by=request.user)
    return Status(204, None)
