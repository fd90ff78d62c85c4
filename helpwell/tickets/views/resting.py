"""Letting a ticket rest."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import refusal
from helpwell.tickets import actions
from helpwell.tickets.snoozes import rest_of
from helpwell.tickets.views import typed
from helpwell.tickets.views.changes import changed
from helpwell.tickets.views.fetching import ticket_for

MOMENTS = [
    ("later", gettext_lazy("Later today")),
    ("tomorrow", gettext_lazy("Tomorrow morning")),
    ("monday", gettext_lazy("Monday morning")),
    ("week", gettext_lazy("In a week")),
]


@requires("tickets.snooze")
@require_http_methods(["GET", "POST"])
def snooze(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Let it rest `until` a moment, or news of `order`; GET is the dialog that asks."""
    found = ticket_for(request, ticket_id)
    if request.method == "GET":
        context = {"ticket": found, "moments": MOMENTS, "rest": rest_of(found)}
        return render(request, "tickets/_snooze.html", context)
    try:
        until = typed.moment(request, "until") if request.POST.get("until") else None
        order = request.POST.get("order", "")
        fact_id = actions.snooze(found, until=until, order=order, by=request.user)
    except Refused as refused:
        return refusal(refused)
    return changed(request, found, fact_id, _("Snoozed"))
