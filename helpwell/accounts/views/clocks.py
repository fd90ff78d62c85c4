"""Which clock the house works by, and which one I do."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts import actions
from helpwell.accounts.errors import UnknownZone
from helpwell.accounts.forms import ZoneForm
from helpwell.accounts.models import House
from helpwell.accounts.requests import AgentRequest, agents_only, requires


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def house_clock(request: AgentRequest) -> HttpResponse:
    """The clock of the house; said for the first time, it leads on to the next first step."""
    before = House.zone()
    form = ZoneForm(request.POST or None, initial={"time_zone": before}, unsaid=_("Choose one"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_house_zone(form.cleaned_data["time_zone"], by=request.user)
        except UnknownZone as refusal:
            form.add_error("time_zone", str(refusal))
        else:
            messages.success(request, _("Saved"))
            return redirect("accounts:house_clock" if before else "accounts:getting_started")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/house_clock.html", {"form": form}, status=status)


@agents_only
@require_POST
def my_clock(request: AgentRequest) -> HttpResponse:
    """Work by a clock of my own, or by the house's."""
    try:
        zone = request.POST.get("time_zone", "")
        actions.choose_zone(request.user, zone=zone, by=request.user)
    except UnknownZone as refusal:
        return HttpResponseBadRequest(str(refusal))
    messages.success(request, _("Saved"))
    return redirect("accounts:me")
