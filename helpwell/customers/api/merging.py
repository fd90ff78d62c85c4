"""Two customers who are one person, and two again."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Status
from pydantic import Field

from helpwell.api.door import insist
from helpwell.api.errors import unknown
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Moment, Number, Shape, Words
from helpwell.customers import actions, queries
from helpwell.customers.api.router import MERGE, READ, router
from helpwell.customers.models import PeopleMerge


class CustomerMergeGiven(Given):
    """Who is the same person; `chosen` are the fields of which theirs stay."""

    customer_id: Number
    chosen: Annotated[list[Words], Field(max_length=50)] = []
    although_two_numbers: bool = False


class CustomerMergeShape(Shape):
    """Two who are one person."""

    id: int
    customer_id: int
    into_id: int
    at: Moment


@router.post(
    "/customers/{customer_id}/merges", response={201: CustomerMergeShape}, summary="Merge two"
)
def merge(
    request: ProgramRequest, customer_id: Number, given: CustomerMergeGiven
) -> Status[PeopleMerge]:
    """Say that another customer is this one; takes `customers.merge`."""
    insist(request.user, READ, MERGE)
    visible = queries.visible_to(request.user)
    into = get_object_or_404(visible, pk=customer_id)
    other = visible.filter(pk=given.customer_id).first()
    if other is None:
        raise unknown("customer_id")
    merged = actions.merge(
        other,
        into=into,
        chosen=given.chosen,
        although_two_numbers=given.although_two_numbers,
        by=request.user,
    )
    return Status(201, merged)


@router.delete(
    "/customers/{customer_id}/merges/{merge_id}", response={204: None}, summary="Part two"
)
def part(request: ProgramRequest, customer_id: Number, merge_id: Number) -> Status[None]:
    """Make two people of them again; takes `customers.merge`."""
    insist(request.user, READ, MERGE)
    into = get_object_or_404(queries.visible_to(request.user), pk=customer_id)
    actions.part(get_object_or_404(PeopleMerge, pk=merge_id, into=into), by=request.user)
    return Status(204, None)
