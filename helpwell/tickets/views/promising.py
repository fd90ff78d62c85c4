"""Promises on a ticket: beside it, made in a dialog, kept, put off and withdrawn."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise as Words
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, refusal
from helpwell.tickets import actions
from helpwell.tickets.models import Promise, Ticket
from helpwell.tickets.promises import promises_on
from helpwell.tickets.views import typed
from helpwell.tickets.views.fetching import ticket_for

MOMENTS = [
    ("evening", gettext_lazy("Today")),
    ("next_evening", gettext_lazy("Tomorrow")),
    ("friday", gettext_lazy("By Friday")),
    ("week_evening", gettext_lazy("In a week")),
]


@agents_only
@require_safe
def beside(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """What is promised on the ticket."""
    return _beside(request, ticket_for(request, ticket_id))


@requires("tickets.promise")
@require_http_methods(["GET", "POST"])
def promise(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Promise `words` until `due_at`; GET is the dialog that asks."""
    found = ticket_for(request, ticket_id)
    if request.method == "GET":
        return render(request, "tickets/_promise.html", {"ticket": found, "moments": MOMENTS})
    words = request.POST.get("words", "")
    message = found.messages.filter(pk__in=typed.numbers([request.POST.get("message", "")])).first()
    return _done(
        request,
        found,
        lambda: actions.promise(
            found,
            words=words,
            due_at=typed.moment(request, "due_at"),
            message=message,
            by=request.user,
        ),
        _("Promised"),
    )


@requires("tickets.promise")
@require_POST
def keep(request: AgentRequest, ticket_id: int, promise_id: int) -> HttpResponse:
    """It is done."""
    found, given = _promise(request, ticket_id, promise_id)
    return _done(request, found, lambda: actions.keep_promise(given, by=request.user), _("Kept"))


@requires("tickets.promise")
@require_http_methods(["GET", "POST"])
def move(request: AgentRequest, ticket_id: int, promise_id: int) -> HttpResponse:
    """Put it off until `due_at`; GET is the dialog that asks."""
    found, given = _promise(request, ticket_id, promise_id)
    if request.method == "GET":
        context = {"ticket": found, "promise": given, "moments": MOMENTS}
        return render(request, "tickets/_promise.html", context)
    return _done(
        request,
        found,
        lambda: actions.move_promise(given, to=typed.moment(request, "due_at"), by=request.user),
        _("Put off"),
    )


@requires("tickets.promise")
@require_POST
def withdraw(request: AgentRequest, ticket_id: int, promise_id: int) -> HttpResponse:
    """It does not stand any more."""
    found, given = _promise(request, ticket_id, promise_id)
    return _done(
        request, found, lambda: actions.withdraw_promise(given, by=request.user), _("Withdrawn")
    )


def _promise(request: AgentRequest, ticket_id: int, promise_id: int) -> tuple[Ticket, Promise]:
    found = ticket_for(request, ticket_id)
    given = Promise.objects.filter(ticket=found).select_related("ticket")
    return found, get_object_or_404(given, pk=promise_id)


def _done(
    request: AgentRequest, found: Ticket, deed: Callable[[], int | None], words: str | Words
) -> HttpResponse:
    """The section as it is now, a notice and a way back; or why not."""
    try:
        fact_id = deed()
    except Refused as refused:
        return refusal(refused)
    undo = reverse("tickets:undo", args=[found.pk, fact_id]) if fact_id else ""
    events: dict[str, Any] = {"ticket-changed": {"ticket": found.pk}} | news(words, undo=undo)
    return fragment(
        request, "tickets/_beside_promises.html", _context(request, found), trigger=events
    )


def _beside(request: AgentRequest, found: Ticket) -> HttpResponse:
    return render(request, "tickets/_beside_promises.html", _context(request, found))


def _context(request: AgentRequest, found: Ticket) -> dict[str, Any]:
    may = {"promise": request.user.can("tickets.promise")}
    return {"ticket": found, "promises": promises_on(found), "may": may}
