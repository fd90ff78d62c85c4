"""Noting the time a ticket took, and correcting what one has noted."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import rejected
from helpwell.tickets import actions
from helpwell.tickets.habits import habits
from helpwell.tickets.models import Ticket, TimeEntry
from helpwell.tickets.spans import as_words, seconds_in
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.together import joined


@requires("tickets.note")
@require_http_methods(["GET", "POST"])
def spend(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Note `spent`, such as “1h 20m”, and what for; GET is the dialog that asks."""
    found = _tracked(request, ticket_id)
    if request.method == "GET":
        return render(request, "tickets/_time.html", {"ticket": found})
    words = request.POST.get("words", "")
    try:
        seconds = seconds_in(request.POST.get("spent", ""))
        fact_id = actions.spend(found, seconds=seconds, words=words, by=request.user)
    except Refused as refused:
        return _refused(request, found, None, refused)
    return joined(request, found, _("%s noted") % as_words(seconds), fact_id)


@requires("tickets.note")
@require_http_methods(["GET", "POST"])
def correct_time(request: AgentRequest, ticket_id: int, entry_id: int) -> HttpResponse:
    """Correct an entry of one's own; GET is the dialog that asks."""
    found = _tracked(request, ticket_id)
    entry = _own(request, found, entry_id)
    if request.method == "GET":
        context = {"ticket": found, "entry": entry, "words": entry.words}
        return render(request, "tickets/_time.html", context | {"spent": as_words(entry.seconds)})
    words = request.POST.get("words", "")
    try:
        seconds = seconds_in(request.POST.get("spent", ""))
        actions.correct_time(entry, seconds=seconds, words=words, by=request.user)
    except Refused as refused:
        return _refused(request, found, entry, refused)
    return joined(request, found, _("%s noted") % as_words(seconds))


@requires("tickets.note")
@require_POST
def remove_time(request: AgentRequest, ticket_id: int, entry_id: int) -> HttpResponse:
    """Take an entry of one's own out again."""
    found = _tracked(request, ticket_id)
    actions.remove_time(_own(request, found, entry_id), by=request.user)
    return joined(request, found, _("Time taken off"))


def _tracked(request: AgentRequest, ticket_id: int) -> Ticket:
    """The ticket, in a house that notes the time spent."""
    found = ticket_for(request, ticket_id)
    if not habits(at=found.fields_edition).tracks_time:
        raise Http404
    return found


def _own(request: AgentRequest, ticket: Ticket, entry_id: int) -> TimeEntry:
    entries = TimeEntry.objects.select_related("ticket")
    return get_object_or_404(entries, pk=entry_id, ticket=ticket, agent=request.user)


def _refused(
    request: AgentRequest, ticket: Ticket, entry: TimeEntry | None, refused: Refused
) -> HttpResponse:
    context: dict[str, Any] = {
        "ticket": ticket,
        "entry": entry,
        "refusal": str(refused),
        "spent": request.POST.get("spent", ""),
        "words": request.POST.get("words", ""),
    }
    return rejected(request, "tickets/_time.html", context, at="#time-dialog")
