"""What somebody wants to be told, and on which devices."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.errors import Refused
from helpwell.notifications import actions, queries
from helpwell.notifications.errors import PushRefused
from helpwell.notifications.forms import WishesForm
from helpwell.notifications.models import Device
from helpwell.notifications.push.identity import public_key
from helpwell.notifications.push.subscription import Subscription

BROWSERS = re.compile(r"(Firefox|Edg|OPR|Chrome|Safari)")
NAMES = {"Edg": "Edge", "OPR": "Opera"}
SYSTEMS = re.compile(r"(Android|iPhone|iPad|Windows|Macintosh|CrOS|Linux)")


@agents_only
@require_http_methods(["GET", "POST"])
def settings(request: AgentRequest) -> HttpResponse:
    """Every kind by every way, pace and quiet hours; devices; muted tickets."""
    form = WishesForm(request.POST or None, instance=queries.wishes_of(request.user))
    if request.method == "POST" and form.is_valid():
        actions.choose(form.settings, by=request.user)
        messages.success(request, _("Saved"))
        return redirect("notifications:settings")
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "devices": queries.devices_of(request.user),
        "muted": queries.muted_by(request.user),
        "push_key": public_key(),
    }
    return render(request, "notifications/settings.html", context, status=status)


@agents_only
@require_POST
def add_device(request: AgentRequest) -> HttpResponse:
    """Push to this browser: endpoint, key and secret, as its push service gave them."""
    given = [request.POST.get(name, "") for name in ("endpoint", "key", "secret")]
    try:
        actions.add_device(
            Subscription(*given),
            name=_name_of(request),
            session=request.session.session_key or "",
            by=request.user,
        )
    except Refused as refused:
        return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@agents_only
@require_POST
def try_device(request: AgentRequest, device_id: int) -> HttpResponse:
    """See whether a push arrives."""
    if actions.try_device(_mine(request, device_id), by=request.user):
        messages.success(request, _("On its way. It should show in a moment."))
    else:
        messages.error(request, str(PushRefused()))
    return redirect("notifications:settings")


@agents_only
@require_POST
def remove_device(request: AgentRequest, device_id: int) -> HttpResponse:
    """Push to a device no more."""
    actions.remove_device(_mine(request, device_id), by=request.user)
    return redirect("notifications:settings")


def _mine(request: AgentRequest, device_id: int) -> Device:
    return get_object_or_404(Device.objects.filter(person=request.user), pk=device_id)


def _name_of(request: AgentRequest) -> str:
    """Such as “Firefox, Android”."""
    agent = request.headers.get("User-Agent", "")
    found = [match[0] for match in (BROWSERS.search(_last(agent)), SYSTEMS.search(agent)) if match]
    return ", ".join(NAMES.get(name, name) for name in found) or _("A browser")


def _last(agent: str) -> str:
    """What names the browser itself: others stand in front for old servers' sake."""
    own = re.search(r"(Firefox|Edg|OPR)/", agent)
    return own[0] if own else agent.partition("(KHTML")[2] or agent
