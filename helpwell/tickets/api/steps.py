"""The checklist of a ticket."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from ninja import Status
from pydantic import Field

from helpwell.accounts.models import User
from helpwell.api.door import insist
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, LongWords, Moment, Number, Shape, Words
from helpwell.tickets import actions
from helpwell.tickets.api.router import router
from helpwell.tickets.asking import named, ticket_for, ticket_to_change
from helpwell.tickets.models import Step

TAGS = ["Checklists"]


class StepShape(Shape):
    """A line of a ticket's checklist."""

    id: int
    text: str
    position: int
    assignee_id: int | None
    done_at: Moment | None
    done_by_id: int | None


class NewSteps(Given):
    """A step for every line."""

    text: Annotated[LongWords, Field(min_length=1, max_length=20_000)]


class StepChanges(Given):
    """What is to be different about a step."""

    is_done: bool | None = None
    text: Annotated[Words, Field(min_length=1)] | None = None
    assignee_id: Number | None = None


@router.get(
    "/tickets/{ticket_id}/steps", response=list[StepShape], tags=TAGS, summary="The checklist"
)
def steps(request: ProgramRequest, ticket_id: Number) -> list[Step]:
    """The steps of a ticket in their order, at most 100."""
    return list(Step.objects.filter(ticket=ticket_for(request.user, ticket_id)))


@router.post(
    "/tickets/{ticket_id}/steps", response={201: list[StepShape]}, tags=TAGS, summary="Add steps"
)
def add_steps(request: ProgramRequest, ticket_id: Number, given: NewSteps) -> Status[list[Step]]:
    """Add a step for every line; the whole checklist is answered. Takes `tickets.note`."""
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.note")
    actions.add_steps(found, text=given.text, by=request.user)
    return Status(201, steps(request, ticket_id))


@router.patch(
    "/tickets/{ticket_id}/steps/{step_id}", response=StepShape, tags=TAGS, summary="Change a step"
)
def change_step(
    request: ProgramRequest, ticket_id: Number, step_id: Number, given: StepChanges
) -> Step:
    """Tick a step, write it anew, or say who does it. Takes `tickets.note`."""
    row = _step(request, ticket_id, step_id)
    if given.text is not None:
        actions.rename_step(row, text=given.text, seen=row.text, by=request.user)
    if "assignee_id" in given.model_fields_set:
        to = named(User, given.assignee_id, "assignee_id")
        actions.assign_step(row, to=to, by=request.user)
    if given.is_done is not None:
        actions.tick(row, done=given.is_done, by=request.user)
    return Step.objects.get(pk=step_id)


@router.delete(
    "/tickets/{ticket_id}/steps/{step_id}", response={204: None}, tags=TAGS, summary="Remove one"
)
def remove_step(request: ProgramRequest, ticket_id: Number, step_id: Number) -> Status[None]:
    """Take a step out of the checklist. Takes `tickets.note`."""
    actions.remove_step(_step(request, ticket_id, step_id), by=request.user)
    return Status(204, None)


def _step(request: ProgramRequest, ticket_id: int, step_id: int) -> Step:
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.note")
    return get_object_or_404(Step.objects.select_related("ticket"), pk=step_id, ticket=found)
