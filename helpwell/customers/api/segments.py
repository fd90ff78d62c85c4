"""Segments, the words that group customers: listed, renamed, taken away."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Status
from pydantic import Field

from helpwell.api.door import insist
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Number, Page, Shape, Words
from helpwell.customers import actions
from helpwell.customers.api.router import DESCRIBE, READ, router
from helpwell.customers.models import Segment


class SegmentShape(Shape):
    """A word that groups customers."""

    id: int
    name: str


class SegmentNamed(Given):
    """The word for it."""

    name: Annotated[Words, Field(min_length=1, max_length=60)]


@router.get("/segments", response=Page[SegmentShape], summary="Segments")
def segments(
    request: ProgramRequest, response: HttpResponse, asked: Query[Asked]
) -> dict[str, Any]:
    """All segments. Takes `customers.read`."""
    insist(request.user, READ)
    return page_of(Segment.objects.all(), asked, request, response)


@router.post("/segments", response={201: SegmentShape}, summary="Make one")
def make_segment(request: ProgramRequest, given: SegmentNamed) -> Status[Segment]:
    """The segment of this name, made if there is none; one is also made by putting a customer into
    it. Takes `customers.describe`."""
    insist(request.user, READ, DESCRIBE)
    return Status(201, actions.make_segment(given.name, by=request.user))


@router.patch("/segments/{segment_id}", response=SegmentShape, summary="Rename one")
def rename_segment(request: ProgramRequest, segment_id: Number, given: SegmentNamed) -> Segment:
    """Call a segment otherwise, for everybody in it; takes `customers.describe`."""
    insist(request.user, READ, DESCRIBE)
    found = get_object_or_404(Segment, pk=segment_id)
    return actions.rename_segment(found, to=given.name, by=request.user)


@router.delete("/segments/{segment_id}", response={204: None}, summary="Take one away")
def remove_segment(request: ProgramRequest, segment_id: Number) -> Status[None]:
    """Take a segment away; its people stay. Takes `customers.describe`."""
    insist(request.user, READ, DESCRIBE)
    actions.remove_segment(get_object_or_404(Segment, pk=segment_id), by=request.user)
    return Status(204, None)
