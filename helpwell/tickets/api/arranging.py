"""Arranging what tickets can say: own statuses, forms, contact reasons, resolutions; out of use
with `is_active`, since nothing of it is deleted."""

from typing import Annotated, Literal

from ninja import Status
from pydantic import Field

from helpwell.api.door import insist
from helpwell.api.matching import as_known
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Number, Words
from helpwell.core.actors import By
from helpwell.fields.actions import renewing
from helpwell.tickets import actions
from helpwell.tickets.api.router import router
from helpwell.tickets.api.settings import TAGS, FormShape, ReasonShape, ResolutionShape, StatusShape
from helpwell.tickets.asking import named
from helpwell.tickets.models import ContactReason, CustomStatus, Resolution, TicketForm
from helpwell.tickets.permissions import ARRANGE

Name = Annotated[Words, Field(min_length=1, max_length=80)]
Position = Annotated[int, Field(ge=0, le=10_000)]
Keys = Annotated[list[Annotated[Words, Field(max_length=60)]], Field(max_length=300)]


class NewStatus(Given):
    """A word of this house for a fixed status."""

    name: Annotated[Words, Field(min_length=1, max_length=60)]
    status: Literal["open", "pending", "on_hold", "solved", "closed"]
    customer_label: Annotated[Words, Field(max_length=60)] = ""


class StatusChanges(Given):
    """What is to be different; what it stands for stays. `position` counts from 0."""

    name: Annotated[Words, Field(min_length=1, max_length=60)] | None = None
    customer_label: Annotated[Words, Field(max_length=60)] | None = None
    position: Position | None = None
    is_active: bool | None = None


class NamedChanges(Given):
    """Another name or place, from 0, or out of use."""

    name: Name | None = None
    position: Position | None = None
    is_active: bool | None = None


class NewResolution(Given):
    """How matters can end."""

    name: Name


class NewReason(NewResolution):
    """Why customers turn to us, below another reason or at the top; three levels at most."""

    parent_id: Number | None = None


class NewForm(NewResolution):
    """Which fields a kind of ticket has, in their order."""

    field_keys: Keys = []


class FormChanges(NamedChanges):
    """What is to be different about a form."""

    field_keys: Keys | None = None


@router.post("/statuses", response={201: StatusShape}, tags=TAGS, summary="Make a status")
def make_status(request: ProgramRequest, given: NewStatus) -> Status[CustomStatus]:
    """Make a word of this house for a fixed status. Takes `tickets.arrange`."""
    insist(request.user, ARRANGE)
    return Status(201, actions.make_status(by=request.user, **given.model_dump()))


@router.patch("/statuses/{status_id}", response=StatusShape, tags=TAGS, summary="Change a status")
def change_status(request: ProgramRequest, status_id: Number, given: StatusChanges) -> CustomStatus:
    """Change a status; tickets keep one out of use. Takes `tickets.arrange`."""
    insist(request.user, ARRANGE)
    with renewing():
        found = as_known(request, CustomStatus.objects.all(), status_id, shape=StatusShape)
        actions.change_status(found, by=request.user, **given.sent(but=["position"]))
        if given.position is not None:
            actions.move_status(found, to=given.position, by=request.user)
        return CustomStatus.objects.get(pk=status_id)


@router.post("/forms", response={201: FormShape}, tags=TAGS, summary="Make a form")
def make_form(request: ProgramRequest, given: NewForm) -> Status[TicketForm]:
    """Make a form; fields there are not are left out. Takes `tickets.arrange`."""
    insist(request.user, ARRANGE)
    return Status(201, actions.arrange_form(None, by=request.user, **given.model_dump()))


@router.patch("/forms/{form_id}", response=FormShape, tags=TAGS, summary="Change a form")
def change_form(request: ProgramRequest, form_id: Number, given: FormChanges) -> TicketForm:
    """Change a form. Takes `tickets.arrange`."""
    insist(request.user, ARRANGE)
    with renewing():
        found = as_known(request, TicketForm.objects.all(), form_id, shape=FormShape)
        row = actions.arrange_form(found, by=request.user, **given.sent(but=["position"]))
        return _placed(row, given, by=request.user)


@router.post("/reasons", response={201: ReasonShape}, tags=TAGS, summary="Make a reason")
def make_reason(request: ProgramRequest, given: NewReason) -> Status[ContactReason]:
    """Make a contact reason. Takes `tickets.arrange`."""
    insist(request.user, ARRANGE)
    above = named(ContactReason, given.parent_id, "parent_id")
    made = actions.arrange_reason(None, by=request.user, parent=above, name=given.name)
    return Status(201, made)


@router.patch("/reasons/{reason_id}", response=ReasonShape, tags=TAGS, summary="Change a reason")
def change_reason(request: ProgramRequest, reason_id: Number, given: NamedChanges) -> ContactReason:
    """Change a contact reason; what it stands below stays. Takes `tickets.arrange`."""
    insist(request.user, ARRANGE)
    with renewing():
        found = as_known(request, ContactReason.objects.all(), reason_id, shape=ReasonShape)
        row = actions.arrange_reason(found, by=request.user, **given.sent(but=["position"]))
        return _placed(row, given, by=request.user)


@router.post(
    "/resolutions", response={201: ResolutionShape}, tags=TAGS, summary="Make a resolution"
)
def make_resolution(request: ProgramRequest, given: NewResolution) -> Status[Resolution]:
    """Make a resolution. Takes `tickets.arrange`."""
    insist(request.user, ARRANGE)
    return Status(201, actions.arrange_resolution(None, by=request.user, name=given.name))


@router.patch(
    "/resolutions/{resolution_id}",
    response=ResolutionShape,
    tags=TAGS,
    summary="Change a resolution",
)
def change_resolution(
    request: ProgramRequest, resolution_id: Number, given: NamedChanges
) -> Resolution:
    """Change a resolution. Takes `tickets.arrange`."""
    insist(request.user, ARRANGE)
    with renewing():
        found = as_known(request, Resolution.objects.all(), resolution_id, shape=ResolutionShape)
        row = actions.arrange_resolution(found, by=request.user, **given.sent(but=["position"]))
        return _placed(row, given, by=request.user)


def _placed[M: (TicketForm, ContactReason, Resolution)](
    row: M, given: NamedChanges, *, by: By
) -> M:
    if given.position is not None:
        actions.put_in_place(row, to=given.position, by=by)
    return row
