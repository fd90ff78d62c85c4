"""Bringing customers in from a file: sent, its columns named, tried, done, reported, undone."""

from typing import Annotated, Any, Literal

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Query, Status, UploadedFile
from pydantic import Field

from helpwell.api.door import insist
from helpwell.api.errors import Declined
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Moment, Number, Page, Shape, Words
from helpwell.customers import actions
from helpwell.customers.api.router import IMPORT, READ, router
from helpwell.customers.columns import targets
from helpwell.customers.models import Import, ImportedRow
from helpwell.customers.sheets import MOST_BYTES, MOST_COLUMNS, Sheet
from helpwell.files.queries import content_of

TAGS = ["Customers' import"]
PATH = "/customers/imports"
Columns = Annotated[list[Words], Field(max_length=MOST_COLUMNS)]


class ImportShape(Shape):
    """A file of people: `state` is choosing, checking, checked, running, done, undoing, undone or
    failed; `columns` say what each column holds, nothing where it is left out."""

    id: int
    name: str
    state: str
    columns: list[str]
    region: str
    total: int
    position: int
    by_id: int | None
    begun_at: Moment
    done_at: Moment | None


class OneImportShape(ImportShape):
    """The same with the names of its columns, what columns can hold, and how many rows fared
    how."""

    head: list[str]
    targets: list[str]
    outcomes: dict[str, int]

    @staticmethod
    def resolve_head(run: Import) -> list[str]:
        return Sheet(content_of(run.file), run.encoding, run.delimiter).head

    @staticmethod
    def resolve_targets(run: Import) -> list[str]:
        return [key for key, _name in targets() if key]

    @staticmethod
    def resolve_outcomes(run: Import) -> dict[str, int]:
        return dict(run.rows.values_list("outcome").annotate(Count("pk")).order_by("outcome"))


class RowShape(Shape):
    """What became of a row of the file, or would; 1 is the first below the head."""

    number: int
    outcome: str
    customer_id: int | None
    reason: str


class RowsAsked(Asked):
    """Which rows."""

    outcome: Literal["made", "matched", "refused", "gone"] | None = None


class Mapping(Given):
    """What each column holds, of `targets`, in their order; empty leaves one out. Telephone numbers
    without a country are from `region`, such as DE; not sent: from where the house's clock is."""

    columns: Columns
    region: Annotated[str, Field(pattern=r"^([A-Za-z]{2})?$")] | None = None


@router.get(PATH, response=Page[ImportShape], tags=TAGS, summary="All imports")
def imports(request: ProgramRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, Any]:
    """All files of people, newest first. Takes `customers.import`."""
    insist(request.user, READ, IMPORT)
    return page_of(Import.objects.all(), asked, request, response, newest_first=True)


@router.post(PATH, response={201: OneImportShape}, tags=TAGS, summary="Send a file")
def begin_import(request: ProgramRequest, file: File[UploadedFile]) -> Status[Import]:
    """Take in a CSV file of people, with names of columns in its first row; nobody is made of it
    yet. Takes `customers.import`."""
    insist(request.user, READ, IMPORT)
    if (file.size or 0) > MOST_BYTES:
        raise Declined(413, _("A file has at most 50 MB."))
    run = actions.begin_import(file.read(), name=file.name or "", by=request.user)
    return Status(201, run)


@router.get(f"{PATH}/{{import_id}}", response=OneImportShape, tags=TAGS, summary="How far it is")
def one_import(request: ProgramRequest, import_id: Number) -> Import:
    """One file of people. Takes `customers.import`."""
    return _run(request, import_id)


@router.post(
    f"{PATH}/{{import_id}}/try", response={202: OneImportShape}, tags=TAGS, summary="Try it"
)
def try_import(request: ProgramRequest, import_id: Number, given: Mapping) -> Status[Import]:
    """Say what the columns hold, and begin to see what would come of it. Takes
    `customers.import`."""
    run = _run(request, import_id)
    _refuse_unknown(given.columns)
    region = run.region if given.region is None else given.region
    tried = actions.try_import(run, columns=given.columns, region=region, by=request.user)
    return Status(202, tried)


@router.post(
    f"{PATH}/{{import_id}}/run", response={202: OneImportShape}, tags=TAGS, summary="Bring them in"
)
def run_import(request: ProgramRequest, import_id: Number) -> Status[Import]:
    """Begin to bring them in, once it was tried. Takes `customers.import`."""
    return Status(202, actions.do_import(_run(request, import_id), by=request.user))


@router.post(
    f"{PATH}/{{import_id}}/undo", response={202: OneImportShape}, tags=TAGS, summary="Undo it"
)
def undo_import(request: ProgramRequest, import_id: Number) -> Status[Import]:
    """Begin to take out again whom it made, but for who has written or was changed since. Takes
    `customers.import`."""
    return Status(202, actions.undo_import(_run(request, import_id), by=request.user))


@router.get(f"{PATH}/{{import_id}}/rows", response=Page[RowShape], tags=TAGS, summary="Row by row")
def rows_of_import(
    request: ProgramRequest, response: HttpResponse, import_id: Number, asked: Query[RowsAsked]
) -> dict[str, Any]:
    """What became of each row, or would. Takes `customers.import`."""
    rows = ImportedRow.objects.filter(run=_run(request, import_id))
    found = rows.filter(outcome=asked.outcome) if asked.outcome else rows
    return page_of(found, asked, request, response)


def _run(request: ProgramRequest, number: int) -> Import:
    insist(request.user, READ, IMPORT)
    return get_object_or_404(Import.objects.select_related("file"), pk=number)


def _refuse_unknown(columns: list[str]) -> None:
    known = {key for key, _name in targets()}
    if unknown := [place for place, key in enumerate(columns) if key not in known]:
        words = _("A column holds one of the targets, or nothing.")
        errors = [{"detail": words, "pointer": f"#/columns/{place}"} for place in unknown]
        raise Declined(422, words, kind="invalid", errors=errors)
