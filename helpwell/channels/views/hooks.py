"""Setting up the addresses at which providers hand in mail."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels import actions
from helpwell.channels.adapters.webhooks.sendgrid import public_key
from helpwell.channels.forms import HookForm
from helpwell.channels.models import Hook, Inbox
from helpwell.channels.permissions import MANAGE

SHOWN = "mail_hooks_shown"  # in the session: hooks whose address and key are shown once
BY_PASSWORD = "helpwell"  # noqa: S105 - the user name that goes with the password in an address


@requires(MANAGE)
@never_cache
@sensitive_post_parameters("key")
@require_http_methods(["GET", "POST"])
def new_hook(request: AgentRequest, inbox_id: int) -> HttpResponse:
    """Add an address at which a provider hands in the inbox's mail."""
    inbox = get_object_or_404(Inbox, pk=inbox_id)
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        hook = actions.make_hook(inbox, by=request.user, **form.cleaned_data)
        return _show_once(request, hook)
    status = 422 if request.method == "POST" else 200
    return render(request, "channels/new_hook.html", {"form": form, "inbox": inbox}, status=status)


@requires(MANAGE)
@never_cache
@require_safe
def hook(request: AgentRequest, hook_id: int) -> HttpResponse:
    """The address and key of a new hook, once, and what to do with them at the provider."""
    found = get_object_or_404(Hook.objects.select_related("inbox"), pk=hook_id)
    kept = request.session.pop(SHOWN, None)
    context: dict[str, Any] = {"hook": found, "inbox": found.inbox}
    if kept == found.pk:
        is_signed = found.format == Hook.Format.SENDGRID and public_key(found.key) is not None
        context |= {"url": address_of(found), "is_signed": is_signed, "is_shown": True}
    return render(request, "channels/hook.html", context)


@requires(MANAGE)
@require_POST
@sensitive_post_parameters("key")
def hook_change(request: AgentRequest, hook_id: int) -> HttpResponse:
    """Give it another address and key."""
    found = get_object_or_404(Hook, pk=hook_id)
    theirs = found.format == Hook.Format.MAILGUN or public_key(found.key)
    changed = actions.change_hook(found, key=found.key if theirs else "", by=request.user)
    return _show_once(request, changed)


@requires(MANAGE)
@require_POST
def hook_deletion(request: AgentRequest, hook_id: int) -> HttpResponse:
    """Take it away."""
    found = get_object_or_404(Hook, pk=hook_id)
    actions.drop_hook(found, by=request.user)
    messages.success(request, _("Calls at this address are refused from now on."))
    return redirect("channels:inbox", found.inbox_id)


def address_of(hook: Hook) -> str:
    """The whole address, as it is pasted at the provider; with the password where it wants one."""
    name = "mailgun_hook" if hook.format == Hook.Format.MAILGUN else "hand_in"
    url = settings.HELPWELL.url + reverse(f"channels:{name}", args=[hook.path])
    by_password = hook.format == Hook.Format.POSTMARK or (
        hook.format == Hook.Format.SENDGRID and public_key(hook.key) is None
    )
    if not by_password:
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{BY_PASSWORD}:{hook.key}@{parts.netloc}"))


def _show_once(request: AgentRequest, hook: Hook) -> HttpResponse:
    request.session[SHOWN] = hook.pk
    return redirect("channels:hook", hook.pk)
