"""What this house has arranged around tickets, to choose from."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query

from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Number, Page, Shape
from helpwell.tickets.api.router import router
from helpwell.tickets.models import ContactReason, CustomStatus, Resolution, TicketForm
from helpwell.tickets.queries import tags_known_to

TAGS = ["Arrangement"]


class StatusShape(Shape):
    """This house's own word for a status."""

    id: int
    name: str
    customer_label: str
    status: str
    position: int
    is_active: bool


class FormShape(Shape):
    """Which fields a kind of ticket has, in their order."""

    id: int
    name: str
    field_keys: list[str]
    position: int
    is_active: bool


class ReasonShape(Shape):
    """Why customers turn to us: a short tree."""

    id: int
    parent_id: int | None
    name: str
    position: int
    is_active: bool


class ResolutionShape(Shape):
    """How a matter ended."""

    id: int
    name: str
    position: int
    is_active: bool


class TagShape(Shape):
    """A tag of tickets that you may see."""

    id: int
    name: str


@router.get("/statuses", response=Page[StatusShape], tags=TAGS, summary="Own statuses")
def statuses(
    request: ProgramRequest, response: HttpResponse, asked: Query[Asked]
) -> dict[str, Any]:
    """This house's own statuses."""
    return page_of(CustomStatus.objects.all(), asked, request, response)


@router.get("/statuses/{status_id}", response=StatusShape, tags=TAGS, summary="A status")
def status(request: ProgramRequest, status_id: Number) -> CustomStatus:
    """One of this house's own statuses."""
    return get_object_or_404(CustomStatus, pk=status_id)


@router.get("/forms", response=Page[FormShape], tags=TAGS, summary="Forms")
def forms(request: ProgramRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, Any]:
    """The forms that tickets can have."""
    return page_of(TicketForm.objects.all(), asked, request, response)


@router.get("/forms/{form_id}", response=FormShape, tags=TAGS, summary="A form")
def form(request: ProgramRequest, form_id: Number) -> TicketForm:
    """One form."""
    return get_object_or_404(TicketForm, pk=form_id)


@router.get("/reasons", response=Page[ReasonShape], tags=TAGS, summary="Contact reasons")
def reasons(request: ProgramRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, Any]:
    """Why customers turn to us."""
    return page_of(ContactReason.objects.all(), asked, request, response)


@router.get("/reasons/{reason_id}", response=ReasonShape, tags=TAGS, summary="A contact reason")
def reason(request: ProgramRequest, reason_id: Number) -> ContactReason:
    """One reason to turn to us."""
    return get_object_or_404(ContactReason, pk=reason_id)


@router.get("/resolutions", response=Page[ResolutionShape], tags=TAGS, summary="Resolutions")
def resolutions(
    request: ProgramRequest, response: HttpResponse, asked: Query[Asked]
) -> dict[str, Any]:
    """How matters end."""
    return page_of(Resolution.objects.all(), asked, request, response)


@router.get(
    "/resolutions/{resolution_id}", response=ResolutionShape, tags=TAGS, summary="A resolution"
)
def resolution(request: ProgramRequest, resolution_id: Number) -> Resolution:
    """One way in which matters end."""
    return get_object_or_404(Resolution, pk=resolution_id)


@router.get("/tags", response=Page[TagShape], tags=TAGS, summary="Tags")
def tags(request: ProgramRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, Any]:
    """The tags of tickets that you may see."""
    return page_of(tags_known_to(request.user), asked, request, response)
