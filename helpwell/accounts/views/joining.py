"""Coming in for the first time: the founding of the house, and the links of invitations."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from helpwell.accounts import actions, queries
from helpwell.accounts.errors import HouseAlreadyFounded
from helpwell.accounts.forms import FoundingForm, JoiningForm
from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.first_steps import first_steps

BACKEND = "helpwell.accounts.backends.RoleBackend"


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The first page of a new house: its first administrator."""
    if not queries.is_empty_house():
        return redirect("accounts:getting_started")
    form = FoundingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.found_house(**form.cleaned_data)
        except HouseAlreadyFounded:
            return redirect("account_login")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _enter(request, person, to="accounts:getting_started")
    return render(request, "accounts/welcome.html", {"form": form}, status=_status(request))


@requires("accounts.manage")
@require_safe
def getting_started(request: AgentRequest) -> HttpResponse:
    """What to do next, filled by every room that has a first step."""
    steps = first_steps({"request": request})
    done = sum(step.is_done for step in steps)
    return render(request, "accounts/getting_started.html", {"steps": steps, "done": done})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind an invitation's link: a name and a password, then inside."""
    try:
        invited = queries.invitation_for(secret)
    except Refused as refusal:
        return render(request, "accounts/closed_link.html", {"refusal": refusal}, status=410)
    form = JoiningForm(request.POST or None, initial={"name": invited.name}, email=invited.email)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.accept(secret=secret, **form.cleaned_data)
        except Refused as refusal:
            return render(request, "accounts/closed_link.html", {"refusal": refusal}, status=410)
        return _enter(request, person, to="/")
    context = {"form": form, "invitation": invited}
    return render(request, "accounts/invitation.html", context, status=_status(request))


def _enter(request: HttpRequest, person: User, *, to: str) -> HttpResponse:
    login(request, person, backend=BACKEND)
    return redirect(to)


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200
