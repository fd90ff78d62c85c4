"""The demo's coming and going from the screen: wished for here, done in the background."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.demo import actions, cast, hiring, queries

ALL = "accounts.manage"


@requires(ALL)
@require_safe
def step(request: AgentRequest) -> HttpResponse:
    """How far it has come; asked again and again while it moves in."""
    return _shown(request)


@requires(ALL)
@require_POST
def moving(request: AgentRequest) -> HttpResponse:
    """Wish for the demo company, or (`out`) let it go."""
    if not request.user.role.is_administrator:
        return HttpResponse(status=403)
    refusal = ""
    try:
        actions.remove() if "out" in request.POST else actions.wish()
    except Refused as refused:
        refusal = str(refused)
    return _shown(request, refusal)


def step_context(refusal: str = "") -> dict[str, Any]:
    """Whether it is here, or on its way, and how to sign in there."""
    is_present = queries.is_present()
    return {
        "is_present": is_present,
        "is_coming": not is_present and queries.is_wished_for(),
        "people": list(cast.colleagues().values())[:3] if is_present else [],
        "password": hiring.password() if is_present else "",
        "refusal": refusal,
    }


def _shown(request: AgentRequest, refusal: str = "") -> HttpResponse:
    if not request.user.role.is_administrator:
        return HttpResponse(status=403)
    if "HX-Request" not in request.headers:
        return redirect("accounts:getting_started")
    return render(request, "demo/_step.html", step_context(refusal))
