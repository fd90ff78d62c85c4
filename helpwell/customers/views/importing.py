"""Bringing people in: a file, its columns, a try, the deed, its report, and the way back."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import wants_fragment
from helpwell.core.tables import csv_download
from helpwell.customers import actions
from helpwell.customers.columns import targets
from helpwell.customers.errors import TooLarge
from helpwell.customers.models import Import, ImportedRow
from helpwell.customers.sheets import MOST_BYTES, Sheet
from helpwell.files.queries import content_of

MAY = ("customers.read", "customers.import")
LISTED, PREVIEWED, TOLD = 30, 5, 50
LONGEST_SHOWN = 80


@requires(*MAY)
@require_http_methods(["GET", "POST"])
def imports(request: AgentRequest) -> HttpResponseBase:
    """Those there were; a POST takes in a new file."""
    error = ""
    if request.method == "POST":
        try:
            return redirect("customers:import", _taken_in(request).pk)
        except Refused as refused:
            error = str(refused)
    context = {"imports": Import.objects.select_related("by")[:LISTED], "error": error}
    return render(request, "customers/imports.html", context, status=422 if error else 200)


@requires(*MAY)
@require_safe
def one_import(request: AgentRequest, import_id: int) -> HttpResponse:
    """Where one stands: columns to choose, being tried, tried, at work, done."""
    run = _run(import_id)
    context = _context(run)
    part = "customers/_import.html" if wants_fragment(request) else "customers/import.html"
    return render(request, part, context)


@requires(*MAY)
@require_POST
def try_import(request: AgentRequest, import_id: int) -> HttpResponseBase:
    """What the columns hold is chosen: see what would come of it."""
    columns = request.POST.getlist("column")
    region = request.POST.get("region", "")
    return _then(request, import_id, actions.try_import, columns=columns, region=region)


@requires(*MAY)
@require_POST
def do_import(request: AgentRequest, import_id: int) -> HttpResponseBase:
    """Bring them in."""
    return _then(request, import_id, actions.do_import)


@requires(*MAY)
@require_POST
def undo_import(request: AgentRequest, import_id: int) -> HttpResponseBase:
    """Take them out again."""
    return _then(request, import_id, actions.undo_import)


@requires(*MAY)
@require_safe
def report(request: AgentRequest, import_id: int) -> HttpResponseBase:
    """What became of every row, beside what the file said."""
    run = _run(import_id)
    sheet = Sheet(content_of(run.file), run.encoding, run.delimiter)
    head = [_("Row"), _("Outcome"), _("Why"), _("Customer"), *sheet.head]
    return csv_download(f"import {run.pk}", head, _told(run, sheet))


def _taken_in(request: AgentRequest) -> Import:
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Choose a file first."))
    if (file.size or 0) > MOST_BYTES:
        raise TooLarge
    return actions.begin_import(file.read(), name=file.name or "", by=request.user)


def _run(import_id: int) -> Import:
    return get_object_or_404(Import.objects.select_related("file", "by"), pk=import_id)


def _then(request: AgentRequest, import_id: int, act: Any, **chosen: Any) -> HttpResponseBase:
    run = _run(import_id)
    try:
        act(run, by=request.user, **chosen)
    except Refused as refused:
        run.region, run.columns = (
            chosen.get("region", run.region),
            chosen.get("columns", run.columns),
        )
        context = _context(run) | {"error": str(refused)}
        return render(request, "customers/import.html", context, status=422)
    return redirect("customers:import", run.pk)


def _context(run: Import) -> dict[str, Any]:
    outcomes = run.rows.values_list("outcome").annotate(Count("pk"))
    problems = run.rows.filter(outcome=ImportedRow.Outcome.REFUSED)
    context = {
        "run": run,
        "counts": dict(outcomes),
        "problems": problems.order_by("number")[:TOLD],
    }
    return context if run.is_at_work else context | _columns(run)


def _columns(run: Import) -> dict[str, Any]:
    """Each column with its name, what it holds, and the first things it says."""
    sheet = Sheet(content_of(run.file), run.encoding, run.delimiter)
    rows = [row for row, _number in zip(sheet.rows(), range(PREVIEWED), strict=False)]
    columns = [
        {
            "name": name,
            "held": run.columns[at] if at < len(run.columns) else "",
            "said": [row[at][:LONGEST_SHOWN] for row in rows if at < len(row) and row[at].strip()],
        }
        for at, name in enumerate(sheet.head)
    ]
    return {"columns": columns, "targets": targets()}


def _told(run: Import, sheet: Sheet) -> Iterator[list[Any]]:
    rows = run.rows.order_by("number").select_related("customer")
    told = rows.iterator(chunk_size=500)
    for number, cells in enumerate(sheet.rows(), start=1):
        row = next(told, None)
        if row is None:
            return
        outcome = row.get_outcome_display()
        yield [number, outcome, row.reason, row.customer_id, *cells]
