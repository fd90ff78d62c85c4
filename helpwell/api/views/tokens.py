"""Tokens of one's own, and apps: made, shown once, revoked."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts import actions as accounts
from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.api import actions, queries
from helpwell.api.forms import AppForm, TokenForm
from helpwell.core.errors import Refused

MANAGE = "accounts.manage"


@agents_only
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: AgentRequest) -> HttpResponse:
    """My tokens; a POST makes one, whose secret is shown this once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_token(request.user, by=request.user, **form.chosen)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "api/made.html", {"made": made, "back": "api:my_tokens"})
    return _page(request, "api/tokens.html", form, queries.tokens_of(request.user))


@agents_only
@require_POST
def revocation(request: AgentRequest, token_id: int) -> HttpResponse:
    """Let one of my tokens work no more."""
    token = get_object_or_404(queries.tokens_of(request.user), pk=token_id)
    actions.revoke_token(token, by=request.user)
    return redirect("api:my_tokens")


@requires(MANAGE)
@never_cache
@require_http_methods(["GET", "POST"])
def apps(request: AgentRequest) -> HttpResponse:
    """All apps; a POST makes one with a token, whose secret is shown this once."""
    form = AppForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = _hired(request, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return render(request, "api/made.html", {"made": made, "back": "api:all_apps"})
    return _page(request, "api/apps.html", form, queries.tokens_of_apps())


@requires(MANAGE)
@require_POST
def app_revocation(request: AgentRequest, token_id: int) -> HttpResponse:
    """Let a token of an app work no more; an app without one is let go."""
    token = get_object_or_404(queries.tokens_of_apps(), pk=token_id)
    try:
        with transaction.atomic():
            actions.revoke_token(token, by=request.user)
            if not queries.tokens_of(token.user).exists():
                accounts.deactivate(token.user, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("api:all_apps")


@transaction.atomic
def _hired(request: AgentRequest, form: AppForm) -> actions.MadeToken:
    """A new app with its token, both or none."""
    name, role = form.cleaned_data["name"], form.cleaned_data["role"]
    app = accounts.make_app(name=name, role=role, by=request.user)
    return actions.make_token(app, by=request.user, **form.chosen)


def _page(request: AgentRequest, template: str, form: TokenForm, tokens: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, "tokens": tokens}, status=status)
