"""Connecting an inbox with an account at Google or Microsoft, by its owner's consent."""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels import actions
from helpwell.channels.adapters.email.consent import tokens
from helpwell.channels.adapters.email.consent.errors import (
    ConsentDenied,
    ConsentTrouble,
    NotAskedFor,
)
from helpwell.channels.adapters.email.consent.providers import places_of
from helpwell.channels.forms import ProviderAppForm
from helpwell.channels.models import Grant, Inbox, Provider, ProviderApp
from helpwell.channels.permissions import MANAGE
from helpwell.core import clock

ASKED = "mail_consents_asked"  # in the session: what this browser went to ask for, by state
GIVEN = "mail_consents_given"  # in the session: consents whose mailbox is still to be chosen
LASTS = timedelta(minutes=20)
MOST_ASKED = 8


@requires(MANAGE)
@sensitive_post_parameters("client_secret")
@require_http_methods(["GET", "POST"])
def provider_app(request: AgentRequest, provider: str) -> HttpResponse:
    """How a provider knows this installation, and the steps to tell it."""
    known = ProviderApp.objects.filter(provider=_known(provider)).first()
    has_tenant = provider == Provider.MICROSOFT
    form = ProviderAppForm(request.POST or None, instance=known, has_tenant=has_tenant)
    if request.method == "POST" and form.is_valid():
        actions.register_app(provider, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Now open an inbox and connect it."))
        return redirect("channels:inboxes")
    context = {
        "form": form,
        "provider": Provider(provider),
        "places": places_of(provider),
        "redirect_uri": _redirect_uri(provider),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "channels/provider_app.html", context, status=status)


@requires(MANAGE)
@never_cache
@require_safe
def connection(request: AgentRequest, inbox_id: int, provider: str) -> HttpResponse:
    """Send the person to the provider, to be asked for consent."""
    inbox = get_object_or_404(Inbox, pk=inbox_id)
    app = ProviderApp.objects.filter(provider=_known(provider)).first()
    if app is None:
        messages.info(request, _("Register Helpwell with this provider first."))
        return redirect("channels:provider_app", provider)
    state, verifier = secrets.token_urlsafe(32), tokens.new_verifier()
    _remember(request, state, provider=provider, inbox=inbox.pk, verifier=verifier)
    return redirect(
        tokens.asking_url(
            app,
            redirect_uri=_redirect_uri(provider),
            state=state,
            verifier=verifier,
            account=inbox.address,
        )
    )


@requires(MANAGE)
@never_cache
@require_safe
def consent(request: AgentRequest, provider: str) -> HttpResponse:
    """What the provider sends the person back with."""
    app = ProviderApp.objects.filter(provider=_known(provider)).first()
    try:
        asked = _asked(request, provider)
        inbox = get_object_or_404(Inbox, pk=asked["inbox"])
        if app is None or "code" not in request.GET:
            raise _denied(request)
        given = tokens.exchange(
            app,
            code=request.GET["code"],
            verifier=asked["verifier"],
            redirect_uri=_redirect_uri(provider),
        )
    except ConsentTrouble as trouble:
        messages.error(request, str(trouble))
        return redirect("channels:inboxes")
    grant = actions.note_consent(provider, given, by=request.user)
    if grant.account == inbox.address.lower():
        return _use(request, inbox, grant, mailbox=grant.account)
    request.session[GIVEN] = {str(inbox.pk): grant.pk}
    return redirect("channels:mailbox", inbox.pk)


@requires(MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def mailbox(request: AgentRequest, inbox_id: int) -> HttpResponse:
    """The account is not the inbox's address: which mailbox is meant?"""
    inbox = get_object_or_404(Inbox, pk=inbox_id)
    key = request.session.get(GIVEN, {}).get(str(inbox.pk))
    grant = get_object_or_404(Grant, pk=key or 0)
    if request.method == "POST":
        is_shared = request.POST.get("mailbox") == "shared"
        del request.session[GIVEN]
        return _use(request, inbox, grant, mailbox=inbox.address if is_shared else grant.account)
    context = {"inbox": inbox, "grant": grant, "can_share": grant.provider == Provider.MICROSOFT}
    return render(request, "channels/mailbox.html", context)


@requires(MANAGE)
@require_POST
def disconnection(request: AgentRequest, inbox_id: int) -> HttpResponse:
    """Hand the consent back and forget it."""
    inbox = get_object_or_404(Inbox.objects.select_related("grant"), pk=inbox_id)
    if inbox.grant is None:
        return redirect("channels:inbox", inbox.pk)
    provider, places = inbox.grant.get_provider_display(), places_of(inbox.grant.provider)
    if actions.give_back(inbox, by=request.user):
        messages.success(request, _("Disconnected, and the permission handed back."))
    else:
        said = _("Disconnected and forgotten here. %(provider)s takes it back at %(page)s.")
        messages.info(request, said % {"provider": provider, "page": places.withdrawing})
    return redirect("channels:inbox", inbox.pk)


def _use(request: AgentRequest, inbox: Inbox, grant: Grant, *, mailbox: str) -> HttpResponse:
    actions.use_grant(inbox, grant, mailbox=mailbox, by=request.user)
    said = _("Connected: mail is fetched from %(mailbox)s, and answers leave through it.")
    messages.success(request, said % {"mailbox": mailbox})
    return redirect("channels:inbox", inbox.pk)


def _remember(request: AgentRequest, state: str, **asked: Any) -> None:
    """Keep what was asked for with this browser; the oldest is forgotten when there are many."""
    kept = list(request.session.get(ASKED, {}).items())[-MOST_ASKED + 1 :]
    request.session[ASKED] = {**dict(kept), state: asked | {"at": clock.now().timestamp()}}


def _asked(request: AgentRequest, provider: str) -> dict[str, Any]:
    """What this browser asked `provider` for; an answer counts once, and not for ever."""
    kept = request.session.get(ASKED, {})
    asked: dict[str, Any] | None = kept.pop(request.GET.get("state", ""), None)
    request.session[ASKED] = kept
    oldest = (clock.now() - LASTS).timestamp()
    if asked is None or asked["provider"] != provider or asked["at"] < oldest:
        raise NotAskedFor
    return asked


def _denied(request: AgentRequest) -> ConsentTrouble:
    """The provider's own words where it has some; `access_denied` is a person's no."""
    if request.GET.get("error") in (None, "access_denied"):
        return ConsentDenied()
    said = request.GET.get("error_description") or request.GET["error"]
    return ConsentTrouble(_("The provider said: %(said)s") % {"said": said[:300]})


def _redirect_uri(provider: str) -> str:
    return settings.HELPWELL.url + reverse("channels:consent", args=[provider])


def _known(provider: str) -> str:
    if provider not in Provider.values:
        raise Http404
    return provider
