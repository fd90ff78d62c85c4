"""The key an inbox's mail is signed with, and the record that publishes it."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels import actions
from helpwell.channels.adapters.email.published import why_unpublished
from helpwell.channels.errors import SelectorWrong
from helpwell.channels.mail.dkim import record_of
from helpwell.channels.models import Inbox
from helpwell.channels.outgoing import signer_of
from helpwell.channels.permissions import MANAGE
from helpwell.core.errors import Refused

KINDS = ("rsa", "ed25519")
LABELS = re.compile(r"[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?\Z", re.IGNORECASE)


@requires(MANAGE)
@sensitive_post_parameters("pem")
@require_http_methods(["GET", "POST"])
def signing(request: AgentRequest, inbox_id: int) -> HttpResponse:
    """Make a key or give one, see what to publish, have it checked, and sign from then on."""
    inbox = get_object_or_404(Inbox, pk=inbox_id)
    if request.method == "GET":
        return _page(request, inbox)
    if "check" in request.POST:
        return _checked(request, inbox)
    try:
        _set(request, inbox)
    except Refused as refused:
        typed = request.POST.get("selector", "")
        return _page(request, inbox, refusal=str(refused), typed_selector=typed)
    return redirect("channels:signing", inbox.pk)


def _set(request: AgentRequest, inbox: Inbox) -> None:
    made, typed = request.POST.get("make"), request.POST.get("selector", "").strip()
    if made in KINDS:
        actions.make_signing_key(inbox, kind=made, by=request.user)
    elif "drop" in request.POST:
        actions.use_signing_key(inbox, pem="", selector="", by=request.user)
    elif not LABELS.match(typed):
        raise SelectorWrong
    else:
        pem = request.POST.get("pem", "") or "-"
        actions.use_signing_key(inbox, pem=pem, selector=typed, by=request.user)


def _checked(request: AgentRequest, inbox: Inbox) -> HttpResponse:
    signer = signer_of(inbox)
    if signer is None:
        return redirect("channels:signing", inbox.pk)
    problem = why_unpublished(signer.place, signer.key)
    if problem:
        return _page(request, inbox, problem=problem)
    actions.begin_signing(inbox, by=request.user)
    return redirect("channels:signing", inbox.pk)


def _page(request: AgentRequest, inbox: Inbox, **more: Any) -> HttpResponse:
    signer = signer_of(inbox)
    published = {"name": signer.place, "record": record_of(signer.key)} if signer else {}
    status = 422 if "refusal" in more else 200
    context = {"inbox": inbox} | published | more
    return render(request, "channels/signing.html", context, status=status)
