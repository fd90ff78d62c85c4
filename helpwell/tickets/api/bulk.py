"""The same done to many tickets."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Status
from pydantic import Field

from helpwell.api.door import insist
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Moment, Number, Page, Shape
from helpwell.tickets import actions
from helpwell.tickets.api.router import router
from helpwell.tickets.bulk import Preview, preview
from helpwell.tickets.given_deeds import DeedsInBulk, deeds_in
from helpwell.tickets.models import BulkRun
from helpwell.tickets.permissions import CHANGE_MANY
from helpwell.tickets.taking_back import needed_for_all

TAGS = ["Many at once"]


class NewRun(Given):
    """Deeds on tickets, such as `{"do": "priority", "to": 4}`, as macros have them; and `say`,
    the words of a macro."""

    ticket_ids: Annotated[list[Number], Field(min_length=1, max_length=5000)]
    deeds: Annotated[DeedsInBulk, Field(min_length=1)]


class RefusalShape(Shape):
    """A ticket to which something was not done, and why."""

    ticket: int
    why: str


class RunShape(Shape):
    """How far it has come; `changes` counts what was done."""

    id: int
    tickets: int
    dealt_with: int
    changes: int
    refusals: list[RefusalShape]
    undoes_id: int | None
    started_at: Moment
    finished_at: Moment | None

    @staticmethod
    def resolve_tickets(run: BulkRun) -> int:
        return len(run.ticket_ids)

    @staticmethod
    def resolve_dealt_with(run: BulkRun) -> int:
        return run.next

    @staticmethod
    def resolve_changes(run: BulkRun) -> int:
        return len(run.fact_ids)


class RefusedShape(Shape):
    """Why something would not be done, and to how many tickets."""

    why: str
    tickets: int


class OutlookShape(Shape):
    """What it would come to on the first of the tickets: `tried` of all `chosen`, `same` are so
    already; `reasons` say why others are not changed."""

    tried: int
    chosen: int
    changed: int
    same: int
    reasons: list[RefusedShape]

    @staticmethod
    def resolve_reasons(found: Preview) -> list[dict[str, Any]]:
        return [{"why": why, "tickets": number} for why, number in found.reasons]


@router.get("/bulk-runs", response=Page[RunShape], tags=TAGS, summary="My runs")
def runs(request: ProgramRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, Any]:
    """What you have begun, newest first."""
    rows = BulkRun.objects.filter(by=request.user)
    return page_of(rows, asked, request, response, newest_first=True)


@router.post("/bulk-runs/preview", response=OutlookShape, tags=TAGS, summary="Look first")
def outlook(request: ProgramRequest, given: NewRun) -> Preview:
    """What a run would come to, tried on at most 50 of the tickets; nothing is changed. Takes
    `tickets.change_many`."""
    insist(request.user, CHANGE_MANY)
    return preview(given.ticket_ids, deeds_in(given.deeds), by=request.user)


@router.post("/bulk-runs", response={202: RunShape}, tags=TAGS, summary="Change many")
def begin(request: ProgramRequest, given: NewRun) -> Status[BulkRun]:
    """Begin to do this to all of them, one after the other; tickets that you may not see are
    left out. Takes `tickets.change_many` and what each deed takes."""
    insist(request.user, CHANGE_MANY)
    return Status(
        202, actions.change_many(given.ticket_ids, deeds_in(given.deeds), by=request.user)
    )


@router.get("/bulk-runs/{run_id}", response=RunShape, tags=TAGS, summary="How far it has come")
def run(request: ProgramRequest, run_id: Number) -> BulkRun:
    """One of your runs."""
    return get_object_or_404(BulkRun, pk=run_id, by=request.user)


@router.post("/bulk-runs/{run_id}/undo", response={202: RunShape}, tags=TAGS, summary="Undo")
def undo_run(request: ProgramRequest, run_id: Number) -> Status[BulkRun]:
    """Begin to take back what a run has done, where it still stands. Takes `tickets.change_many`
    and what doing so takes."""
    insist(request.user, CHANGE_MANY)
    mine = get_object_or_404(BulkRun, pk=run_id, by=request.user)
    insist(request.user, *needed_for_all(mine.fact_ids))
    return Status(202, actions.undo_run(mine, by=request.user))
