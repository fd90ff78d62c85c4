"""The checklist: adding, ticking, changing, moving, removing steps."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import refusal, rejected
from helpwell.core.numbers import whole
from helpwell.core.text import lines_of
from helpwell.tickets import actions
from helpwell.tickets.models import Step, Ticket
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.together import joined


@requires("tickets.note")
@require_http_methods(["GET", "POST"])
def add_steps(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Add a step for every line of `text`; GET is the dialog that asks."""
    found = ticket_for(request, ticket_id)
    text = request.POST.get("text", "")
    if request.method == "GET":
        return render(request, "tickets/_steps.html", {"ticket": found})
    try:
        fact_id = actions.add_steps(found, text=text, by=request.user)
    except Refused as refused:
        context = {"ticket": found, "refusal": str(refused), "text": text}
        return rejected(request, "tickets/_steps.html", context, at="#steps-dialog")
    count = len([line for line in lines_of(text) if line.strip()])
    words = ngettext("Step added", "%s steps added", count)
    return joined(request, found, words % count if "%s" in words else words, fact_id)


@requires("tickets.note")
@require_http_methods(["GET", "POST"])
def change_step(request: AgentRequest, ticket_id: int, step_id: int) -> HttpResponse:
    """Write a step anew (`text`, as it was `seen`) and say who does it; GET is the dialog."""
    found = ticket_for(request, ticket_id)
    step = _step(found, step_id)
    if request.method == "GET":
        return render(request, "tickets/_step.html", _context(found, step))
    text, seen = request.POST.get("text", ""), request.POST.get("seen", "")
    try:
        actions.rename_step(step, text=text, seen=seen, by=request.user)
        actions.assign_step(step, to=_assignee(request), by=request.user)
    except Refused as refused:
        context = _context(found, step) | {"refusal": str(refused), "text": text}
        return rejected(request, "tickets/_step.html", context, at="#step-dialog")
    return joined(request, found, _("Step changed"))


@requires("tickets.note")
@require_POST
def tick(request: AgentRequest, ticket_id: int, step_id: int) -> HttpResponse:
    """Say that a step is done (`done=1`), or is not."""
    found = ticket_for(request, ticket_id)
    try:
        is_done = request.POST.get("done") == "1"
        actions.tick(_step(found, step_id), done=is_done, by=request.user)
    except Refused as refused:
        return refusal(refused)
    return joined(request, found, "")


@requires("tickets.note")
@require_POST
def move_step(request: AgentRequest, ticket_id: int, step_id: int) -> HttpResponse:
    """Put a step further up (`up=1`), or further down."""
    found = ticket_for(request, ticket_id)
    try:
        is_up = request.POST.get("up") == "1"
        actions.move_step(_step(found, step_id), up=is_up, by=request.user)
    except Refused as refused:
        return refusal(refused)
    return joined(request, found, "")


@requires("tickets.note")
@require_POST
def remove_step(request: AgentRequest, ticket_id: int, step_id: int) -> HttpResponse:
    """Take a step out."""
    found = ticket_for(request, ticket_id)
    try:
        actions.remove_step(_step(found, step_id), by=request.user)
    except Refused as refused:
        return refusal(refused)
    return joined(request, found, _("Step removed"))


def _step(ticket: Ticket, step_id: int) -> Step:
    steps = Step.objects.select_related("ticket", "assignee")
    return get_object_or_404(steps, pk=step_id, ticket=ticket)


def _assignee(request: AgentRequest) -> User | None:
    pk = whole(request.POST.get("assignee", ""))
    return User.objects.filter(pk=pk).first() if pk else None


def _context(ticket: Ticket, step: Step) -> dict[str, Any]:
    people = User.objects.colleagues().only("pk", "name", "email")
    return {
        "ticket": ticket,
        "step": step,
        "text": step.text,
        "people": [("", _("Nobody")), *((person.pk, str(person)) for person in people)],
    }
