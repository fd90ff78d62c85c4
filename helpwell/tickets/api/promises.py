"""What we told customers we would do, and by when."""

from datetime import UTC
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Status
from pydantic import Field

from helpwell.api.door import insist
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, GivenMoment, Moment, Number, Page, Shape, Words
from helpwell.tickets import actions
from helpwell.tickets.api.router import router
from helpwell.tickets.asking import ticket_for, ticket_to_change
from helpwell.tickets.models import Promise
from helpwell.tickets.promises import Outcome, outcomes, promises_seen_by

TAGS = ["Promises"]


class PromiseShape(Shape):
    """What we told a customer we would do, and by when."""

    id: int
    ticket_id: int
    words: str
    due_at: Moment
    state: str
    is_overdue: bool
    made_by_id: int | None
    made_at: Moment
    settled_at: Moment | None


class NewPromise(Given):
    """What is promised."""

    words: Annotated[Words, Field(min_length=1)]
    due_at: GivenMoment


class PromiseChanges(Given):
    """Another moment, or that it is kept or withdrawn."""

    due_at: GivenMoment | None = None
    state: Literal["kept", "withdrawn"] | None = None


class OutcomeShape(Shape):
    """What became of a team's promises of a month; `share` is the percentage kept of those
    decided."""

    month: str
    group_id: int | None
    team: str
    made: int
    kept: int
    broken: int
    still_open: int
    share: int | None
    median_late_seconds: float | None

    @staticmethod
    def resolve_median_late_seconds(outcome: Outcome) -> float | None:
        return outcome.median_late.total_seconds() if outcome.median_late else None


@router.get("/promises", response=Page[PromiseShape], tags=TAGS, summary="All promises")
def promises(
    request: ProgramRequest,
    response: HttpResponse,
    asked: Query[Asked],
    state: Literal["open", "kept", "broken", "withdrawn"] | None = None,
) -> dict[str, Any]:
    """Promises on tickets that you may see."""
    rows = promises_seen_by(request.user)
    return page_of(rows.filter(state=state) if state else rows, asked, request, response)


@router.get("/promises/report", response=list[OutcomeShape], tags=TAGS, summary="Kept and broken")
def report(request: ProgramRequest) -> list[Outcome]:
    """Kept and broken by month (in UTC) and team, of tickets that you may see."""
    return outcomes(request.user, zone=UTC)


@router.get(
    "/tickets/{ticket_id}/promises",
    response=Page[PromiseShape],
    tags=TAGS,
    summary="Promises on a ticket",
)
def promises_on(
    request: ProgramRequest, response: HttpResponse, ticket_id: Number, asked: Query[Asked]
) -> dict[str, Any]:
    """All promises on a ticket, settled ones too."""
    found = ticket_for(request.user, ticket_id)
    return page_of(Promise.objects.filter(ticket=found), asked, request, response)


@router.post(
    "/tickets/{ticket_id}/promises", response={201: PromiseShape}, tags=TAGS, summary="Promise"
)
def promise(request: ProgramRequest, ticket_id: Number, given: NewPromise) -> Status[Promise]:
    """Note what we promised and by when. Takes `tickets.promise`."""
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.promise")
    actions.promise(found, words=given.words, due_at=given.due_at, by=request.user)
    return Status(201, Promise.objects.filter(ticket=found).latest("pk"))


@router.patch(
    "/tickets/{ticket_id}/promises/{promise_id}",
    response=PromiseShape,
    tags=TAGS,
    summary="Keep, move or withdraw",
)
def change_promise(
    request: ProgramRequest, ticket_id: Number, promise_id: Number, given: PromiseChanges
) -> Promise:
    """Give a promise another moment, or say that it is kept or withdrawn. Takes
    `tickets.promise`."""
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.promise")
    rows = Promise.objects.filter(ticket=found).select_related("ticket")
    row = get_object_or_404(rows, pk=promise_id)
    if given.due_at:
        actions.move_promise(row, to=given.due_at, by=request.user)
    if given.state == "kept":
        actions.keep_promise(row, by=request.user)
    if given.state == "withdrawn":
        actions.withdraw_promise(row, by=request.user)
    return rows.get(pk=promise_id)
