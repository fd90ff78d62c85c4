"""Brands for programs: the names under which this house answers, made and changed."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status
from pydantic import Field

from helpwell.api.door import insist, register
from helpwell.api.matching import as_known
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, LongWords, Number, Page, Shape, Words
from helpwell.brands import actions
from helpwell.brands.models import Brand
from helpwell.brands.permissions import MANAGE

router = Router(tags=["Arrangement"])
Name = Annotated[Words, Field(min_length=1, max_length=actions.LONGEST_NAME)]
Colour = Annotated[str, Field(pattern=r"^(#[0-9a-fA-F]{6})?$")]
Signature = Annotated[LongWords, Field(max_length=5000)]


class BrandShape(Shape):
    """A name under which this house answers; `colour` is #RRGGBB or nothing."""

    id: int
    name: str
    colour: str
    signature: str
    position: int
    is_active: bool


class NewBrand(Given):
    """A name to answer under; the signature stands where an inbox has none of its own."""

    name: Name
    colour: Colour = ""
    signature: Signature = ""


class BrandChanges(Given):
    """What is to be different; tickets keep a brand that is out of use. `position` is its place
    where brands are offered, from 0."""

    name: Name | None = None
    colour: Colour | None = None
    signature: Signature | None = None
    position: Annotated[int, Field(ge=0, le=10_000)] | None = None
    is_active: bool | None = None


@router.get("/brands", response=Page[BrandShape], summary="Brands")
def brands(request: ProgramRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, Any]:
    """The names under which this house answers."""
    return page_of(Brand.objects.all(), asked, request, response)


@router.post("/brands", response={201: BrandShape}, summary="Make a brand")
def make_brand(request: ProgramRequest, given: NewBrand) -> Status[Brand]:
    """Make a brand. Takes `brands.manage`."""
    insist(request.user, MANAGE)
    return Status(201, actions.make_brand(by=request.user, **given.model_dump()))


@router.get("/brands/{brand_id}", response=BrandShape, summary="A brand")
def brand(request: ProgramRequest, brand_id: Number) -> Brand:
    """One of the names under which this house answers."""
    return get_object_or_404(Brand, pk=brand_id)


@router.patch("/brands/{brand_id}", response=BrandShape, summary="Change a brand")
def change_brand(request: ProgramRequest, brand_id: Number, given: BrandChanges) -> Brand:
    """Change what is sent, all of it or nothing. Takes `brands.manage`."""
    insist(request.user, MANAGE)
    found = as_known(request, Brand.objects.select_for_update(), brand_id, shape=BrandShape)
    changed = actions.change_brand(found, by=request.user, **given.sent(but=["position"]))
    if given.position is not None:
        actions.move_brand(changed, to=given.position, by=request.user)
    return Brand.objects.get(pk=brand_id)


register(router)
