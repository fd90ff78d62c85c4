"""Setting up inboxes."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels import actions
from helpwell.channels.adapters.email.providers import guess
from helpwell.channels.forms import SECRETS, InboxForm
from helpwell.channels.judges import likely_judge
from helpwell.channels.models import Inbox, Provider
from helpwell.channels.permissions import MANAGE
from helpwell.core import clock
from helpwell.core.errors import Refused

DAYS_BACK = 7


@requires(MANAGE)
@require_safe
def inboxes(request: AgentRequest) -> HttpResponse:
    """All inboxes."""
    found = Inbox.objects.select_related("group")
    return render(request, "channels/inboxes.html", {"inboxes": found, "providers": Provider})


@requires(MANAGE)
@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "POST"])
def new_inbox(request: AgentRequest) -> HttpResponse:
    """Add an inbox: its address first, the rest follows from it where it can."""
    since = clock.now().date() - timedelta(days=DAYS_BACK)
    form = InboxForm(request.POST or None, initial={"fetch_since": since})
    if request.method == "POST" and form.is_valid():
        try:
            inbox = actions.open_inbox(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("address", str(refusal))
        else:
            messages.success(request, _("%(name)s is open.") % {"name": inbox.name})
            return redirect("channels:inboxes")
    return _form_page(request, form)


@requires(MANAGE)
@sensitive_post_parameters(*SECRETS)
@require_http_methods(["GET", "POST"])
def inbox(request: AgentRequest, inbox_id: int) -> HttpResponse:
    """One inbox and everything that can be set about it."""
    found = get_object_or_404(Inbox.objects.select_related("grant"), pk=inbox_id)
    form = InboxForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        changes = {key: form.cleaned_data[key] for key in form.cleaned_data if key != "address"}
        try:
            actions.change_inbox(found, by=request.user, **changes)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved"))
            return redirect("channels:inboxes")
    shown = Inbox.objects.select_related("grant").get(pk=inbox_id)
    judge = None if shown.trusted_host else likely_judge(shown)
    return _form_page(request, form, inbox=shown, hooks=shown.hooks.order_by("pk"), judge=judge)


@requires(MANAGE)
@require_POST
@sensitive_post_parameters(*SECRETS)
def servers(request: AgentRequest) -> HttpResponse:
    """The server fields again, filled in as far as they follow from the address."""
    address = request.POST.get("address", "").strip()
    found = guess(address) if "@" in address else None
    form = InboxForm(initial=_typed(request.POST))
    if found:
        for kind, place in (("fetch", found.incoming), ("smtp", found.outgoing)):
            if place and not request.POST.get(f"{kind}_host"):
                names = (f"{kind}_host", f"{kind}_port", f"{kind}_security")
                form.initial.update(zip(names, place, strict=True))
                form.initial[f"{kind}_user"] = request.POST.get(f"{kind}_user") or address
    context = {"form": form, "guess": found, "providers": Provider, **_receiver()}
    return render(request, "channels/_servers.html", context)


def _typed(post: QueryDict) -> dict[str, Any]:
    return {name: post[name] for name in post if name.startswith(("fetch_", "smtp_"))}


def _receiver() -> dict[str, Any]:
    """Where mail servers can hand in mail."""
    return {"receiver": f"{settings.HELPWELL.smtp_host}:{settings.HELPWELL.smtp_port}"}


def _form_page(request: HttpRequest, form: InboxForm, **context: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context |= {"form": form, "providers": Provider, **_receiver()}
    return render(request, "channels/inbox.html", context, status=status)
