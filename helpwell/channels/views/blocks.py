"""Blocked senders: from a ticket in spam, and as a list in the settings."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels import actions
from helpwell.channels.models import BlockedSender
from helpwell.channels.permissions import BLOCK
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, refusal, triggering, wants_fragment

HERE = "channels/_blocks.html"
SHOW_TICKET: dict[str, Any] = {"ticket-head-changed": {}}


@requires(BLOCK)
@require_http_methods(["GET", "POST"])
def blocks(request: AgentRequest) -> HttpResponse:
    """The list, and a line to add to it: `value` is an address or a @domain."""
    if request.method == "GET":
        return render(request, _part(request), _content())
    try:
        block = actions.block_sender(request.POST.get("value", ""), by=request.user)
    except Refused as refused:
        typed = {"refusal": str(refused), "typed": request.POST.get("value", "")}
        return render(request, _part(request), _content() | typed, status=422)
    if not wants_fragment(request):
        return redirect("channels:blocks")
    return fragment(request, HERE, _content(), trigger=_blocked(block))


@requires(BLOCK)
@require_POST
def block(request: AgentRequest) -> HttpResponse:
    """Block the sender of a ticket in spam."""
    try:
        made = actions.block_sender(request.POST.get("value", ""), by=request.user)
    except Refused as refused:
        return refusal(refused)
    return triggering(HttpResponse(status=204), SHOW_TICKET | _blocked(made))


@requires(BLOCK)
@require_POST
def unblock(request: AgentRequest, block_id: int) -> HttpResponse:
    """Let a sender in again; from the list the answer is the list."""
    found = get_object_or_404(BlockedSender, pk=block_id)
    actions.unblock_sender(found, by=request.user)
    said = news(_("%s is not blocked any more") % found.value)
    if request.headers.get("HX-Target") == "blocks":
        return fragment(request, HERE, _content(), trigger=said)
    if not wants_fragment(request):
        return redirect("channels:blocks")
    return triggering(HttpResponse(status=204), SHOW_TICKET | said)


def _blocked(made: BlockedSender) -> dict[str, Any]:
    undo = reverse("channels:unblock", args=[made.pk])
    return news(_("%s is blocked") % made.value, undo=undo)


def _part(request: AgentRequest) -> str:
    return HERE if wants_fragment(request) else "channels/blocks.html"


def _content() -> dict[str, Any]:
    found = BlockedSender.objects.select_related("blocked_by").order_by("-blocked_at")
    return {"blocks": found}
