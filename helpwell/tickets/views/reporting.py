"""What is owed, and what became of what was promised."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core import clock
from helpwell.core.htmx import wants_fragment
from helpwell.core.tables import csv_download
from helpwell.tickets.promises import (
    MOST_LISTED,
    OUTCOMES,
    WHOSE,
    outcomes,
    owed,
    with_outcome,
)
from helpwell.tickets.views import typed


@agents_only
@require_safe
def promises(request: AgentRequest) -> HttpResponse:
    """What is owed (`?whose=`), or the rows behind a figure of the report (`?outcome=`)."""
    context = _behind(request) if request.GET.get("outcome") in OUTCOMES else _owed(request)
    part = "tickets/_promises.html" if wants_fragment(request) else "tickets/promises.html"
    return render(request, part, context)


@agents_only
@require_safe
def report(request: AgentRequest) -> HttpResponse:
    """Kept and broken by month and team."""
    rows = outcomes(request.user, zone=typed.zone(request))
    return render(request, "tickets/promise_report.html", {"rows": rows})


@agents_only
@require_safe
def report_csv(request: AgentRequest) -> StreamingHttpResponse:
    """The same as a file; times in seconds."""
    rows = outcomes(request.user, zone=typed.zone(request))
    head = ["month", "team", "promised", "kept", "broken", "open", "percent_kept"]
    lines = (
        (
            *(row.month, row.team, row.made, row.kept, row.broken, row.still_open, row.share),
            round(row.median_late.total_seconds()) if row.median_late else None,
        )
        for row in rows
    )
    return csv_download("promises", [*head, "median_seconds_late"], lines)


def _owed(request: AgentRequest) -> dict[str, Any]:
    whose = request.GET.get("whose", "mine")
    whose = whose if whose in WHOSE else "mine"
    rows = owed(request.user, whose).select_related("ticket__requester", "ticket__assignee")
    return {
        "whose": whose,
        "choices": WHOSE.items(),
        "promises": list(rows.select_related("ticket__group", "made_by")[:MOST_LISTED]),
        "now": clock.now(),
        "title": _("Promises"),
        "is_report": False,
    }


def _behind(request: AgentRequest) -> dict[str, Any]:
    month, group = request.GET.get("month", ""), request.GET.get("group", "")
    outcome = request.GET["outcome"]
    found = with_outcome(request.user, outcome, month=month, group=group, zone=typed.zone(request))
    rows = found.select_related("ticket__requester", "ticket__assignee", "ticket__group", "made_by")
    return {
        "promises": list(rows[:MOST_LISTED]),
        "now": clock.now(),
        "title": f"{_TITLES[outcome]()} {month}".strip(),
        "is_report": True,
    }


_TITLES = {
    "made": lambda: _("Promised"),
    "kept": lambda: _("Kept"),
    "broken": lambda: _("Broken"),
    "open": lambda: _("Open"),
    "withdrawn": lambda: _("Withdrawn"),
}
