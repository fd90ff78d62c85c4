"""What people change about themselves."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts import actions
from helpwell.accounts.forms import MyForm, ZoneForm
from helpwell.accounts.models import House, User
from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.htmx import wants_fragment


@agents_only
@require_http_methods(["GET", "POST"])
def me(request: AgentRequest) -> HttpResponse:
    """My profile: name, availability, sign-in, look."""
    form = MyForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        actions.rename(request.user, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("Saved"))
        return redirect("accounts:me")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/me.html", {"form": form, **_sign_in(request)}, status=status)


@agents_only
@require_POST
def availability(request: AgentRequest) -> HttpResponse:
    """Say whether I am here, away or gone; answers with the rail's menu."""
    chosen = request.POST.get("availability", "")
    if chosen not in User.Availability.values:
        return HttpResponseBadRequest()
    actions.set_availability(request.user, availability=chosen, by=request.user)
    request.user.availability = chosen
    if wants_fragment(request):
        return render(request, "accounts/_me_menu.html")
    return redirect("accounts:me")


@agents_only
@require_POST
def keys(request: AgentRequest) -> HttpResponse:
    """Say whether single keys work for me."""
    actions.use_single_keys(request.user, used="single-keys" in request.POST, by=request.user)
    return HttpResponse(status=204)


def _sign_in(request: AgentRequest) -> dict[str, object]:
    """What protects my account besides the password."""
    mine = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    kinds = {kind: [one for one in mine if one.type == kind] for kind in Authenticator.Type}
    codes = kinds[Authenticator.Type.RECOVERY_CODES]
    house = House.zone()
    unsaid = _("As the house: %s") % house if house else _("Not said")
    return {
        "clock": ZoneForm(initial={"time_zone": request.user.time_zone}, unsaid=unsaid),
        "totp": kinds[Authenticator.Type.TOTP],
        "passkeys": kinds[Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "availabilities": User.Availability.choices,
    }
