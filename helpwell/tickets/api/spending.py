"""Time spent on a ticket, where this house notes it."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Status
from pydantic import Field

from helpwell.api.door import insist
from helpwell.api.errors import Declined
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Moment, Number, Page, Shape, Words
from helpwell.tickets import actions
from helpwell.tickets.api.router import router
from helpwell.tickets.asking import ticket_for, ticket_to_change
from helpwell.tickets.habits import habits
from helpwell.tickets.models import Ticket, TimeEntry

TAGS = ["Time spent"]
DAY_SECONDS = 24 * 3600


class TimeShape(Shape):
    """Time that somebody spent on a ticket."""

    id: int
    agent_id: int | None
    seconds: int
    words: str
    spent_at: Moment


class NewTime(Given):
    """Time that you have spent, a day at most."""

    seconds: Annotated[int, Field(ge=1, le=DAY_SECONDS)]
    words: Annotated[Words, Field(max_length=200)] = ""


class TimeChanges(Given):
    """What is to be different about time noted."""

    seconds: Annotated[int, Field(ge=1, le=DAY_SECONDS)] | None = None
    words: Annotated[Words, Field(max_length=200)] | None = None


@router.get("/tickets/{ticket_id}/time", response=Page[TimeShape], tags=TAGS, summary="Time spent")
def time(
    request: ProgramRequest, response: HttpResponse, ticket_id: Number, asked: Query[Asked]
) -> dict[str, Any]:
    """Time spent on a ticket; nothing where this house does not note it."""
    found = ticket_for(request.user, ticket_id)
    rows = TimeEntry.objects.filter(ticket=found)
    return page_of(rows if habits().tracks_time else rows.none(), asked, request, response)


@router.post("/tickets/{ticket_id}/time", response={201: TimeShape}, tags=TAGS, summary="Note time")
def spend(request: ProgramRequest, ticket_id: Number, given: NewTime) -> Status[TimeEntry]:
    """Note time that you have spent. Takes `tickets.note`."""
    found = _tracked(request, ticket_id)
    actions.spend(found, seconds=given.seconds, words=given.words, by=request.user)
    return Status(201, TimeEntry.objects.filter(ticket=found).latest("pk"))


@router.patch(
    "/tickets/{ticket_id}/time/{entry_id}", response=TimeShape, tags=TAGS, summary="Correct it"
)
def correct_time(
    request: ProgramRequest, ticket_id: Number, entry_id: Number, given: TimeChanges
) -> TimeEntry:
    """Correct an entry of your own. Takes `tickets.note`."""
    entry = _own_time(request, ticket_id, entry_id)
    seconds, words = given.seconds, given.words
    actions.correct_time(
        entry,
        seconds=entry.seconds if seconds is None else seconds,
        words=entry.words if words is None else words,
        by=request.user,
    )
    return TimeEntry.objects.get(pk=entry_id)


@router.delete(
    "/tickets/{ticket_id}/time/{entry_id}", response={204: None}, tags=TAGS, summary="Take it off"
)
def remove_time(request: ProgramRequest, ticket_id: Number, entry_id: Number) -> Status[None]:
    """Take an entry of your own out again. Takes `tickets.note`."""
    actions.remove_time(_own_time(request, ticket_id, entry_id), by=request.user)
    return Status(204, None)


def _tracked(request: ProgramRequest, number: int) -> Ticket:
    found = ticket_to_change(request.user, number)
    insist(request.user, "tickets.note")
    if not habits().tracks_time:
        raise Declined(409, _("Time spent is not noted here."), kind="time_not_tracked")
    return found


def _own_time(request: ProgramRequest, ticket_id: int, entry_id: int) -> TimeEntry:
    found = _tracked(request, ticket_id)
    entries = TimeEntry.objects.select_related("ticket")
    return get_object_or_404(entries, pk=entry_id, ticket=found, agent=request.user)
