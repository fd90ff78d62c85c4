"""Solving all incidents of a problem with one answer."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import rejected
from helpwell.tickets import actions
from helpwell.tickets.deeds.answering import AnswerAndSolve
from helpwell.tickets.errors import NothingWritten
from helpwell.tickets.links import links_of
from helpwell.tickets.models import Ticket
from helpwell.tickets.permissions import CHANGE_MANY
from helpwell.tickets.views import typed
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.together import joined


@requires("tickets.reply", CHANGE_MANY)
@require_http_methods(["GET", "POST"])
def solve_incidents(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Answer the incidents `incident` of this problem with `body` and solve them, one after the
    other in the background; GET is the dialog that asks."""
    found = ticket_for(request, ticket_id)
    if request.method == "GET":
        return render(request, "tickets/_incidents.html", _context(request, found))
    html = request.POST.get("body", "")
    chosen = set(typed.numbers(request.POST.getlist("incident")))
    ids = [each.pk for each in _waiting(request, found) if each.pk in chosen]
    try:
        if not html.strip():
            raise NothingWritten
        actions.change_many(ids, [AnswerAndSolve(html)], by=request.user)
    except Refused as refused:
        context = _context(request, found) | {"refusal": str(refused), "html": html}
        context["chosen"] = chosen
        return rejected(request, "tickets/_incidents.html", context, at="#incidents-dialog")
    words = ngettext("Answering %s customer", "Answering %s customers", len(ids)) % len(ids)
    return joined(request, found, words, also={"runs-changed": {}})


def _waiting(request: AgentRequest, problem: Ticket) -> list[Ticket]:
    """The incidents that wait for this problem, of those that this person sees."""
    return links_of(problem, for_user=request.user).unsolved_incidents


def _context(request: AgentRequest, problem: Ticket) -> dict[str, Any]:
    waiting = _waiting(request, problem)
    title = ngettext(
        "Answer and solve %s incident", "Answer and solve %s incidents", len(waiting)
    ) % len(waiting)
    return {
        "ticket": problem,
        "title": title,
        "incidents": waiting,
        "chosen": {each.pk for each in waiting},
        "send": _("Send to all of them"),
    }
