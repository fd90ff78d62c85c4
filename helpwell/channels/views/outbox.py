"""The outbox: answers on their way, what became of them, and what can be done about it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels import actions, health_queries
from helpwell.channels.models import Delivery, Inbox
from helpwell.channels.permissions import SEE_HEALTH
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, refusal, wants_fragment
from helpwell.core.numbers import whole

Change = Callable[..., Any]
SHOWN = (
    ("trouble", gettext_lazy("Trouble")),
    ("waiting", gettext_lazy("Waiting")),
    ("scheduled", gettext_lazy("Scheduled")),
    ("delayed", gettext_lazy("Delayed")),
    ("failed", gettext_lazy("Failed")),
    ("bounced", gettext_lazy("Came back")),
    ("today", gettext_lazy("Sent today")),
)


@requires(SEE_HEALTH)
@require_safe
def outbox(request: AgentRequest) -> HttpResponse:
    """A page of answers: `?show=` one of `SHOWN`, `?inbox=`, `?before=`."""
    name = "channels/_outbox.html" if wants_fragment(request) else "channels/outbox.html"
    return render(request, name, _content(request))


@requires(SEE_HEALTH)
@require_POST
def retry_answer(request: AgentRequest, delivery_id: int) -> HttpResponse:
    """Try a delayed or failed answer again now."""
    return _changed(request, delivery_id, actions.retry_delivery, _("It is tried again now."))


@requires(SEE_HEALTH)
@require_POST
def cancel_answer(request: AgentRequest, delivery_id: int) -> HttpResponse:
    """Send an answer to nobody who has not got it."""
    cancel = partial(actions.cancel, reason=request.POST.get("reason", ""))
    return _changed(request, delivery_id, cancel, _("Cancelled. Nobody gets it any more."))


def _changed(
    request: AgentRequest, delivery_id: int, change: Change, sentence: str
) -> HttpResponse:
    delivery: Delivery = get_object_or_404(health_queries.outbox(request.user), pk=delivery_id)
    if not request.user.can(_needed_for(delivery)):
        raise PermissionDenied
    try:
        change(delivery, by=request.user)
    except Refused as refused:
        return refusal(refused)
    if not wants_fragment(request):
        return redirect("channels:outbox")
    return fragment(request, "channels/_outbox.html", _content(request), trigger=news(sentence))


def _needed_for(delivery: Delivery) -> str:
    """Seeing how answers fare is one thing, sending and stopping them another."""
    is_aside = delivery.message and delivery.message.side_talk_id
    return "tickets.ask" if is_aside else "tickets.reply"


def _content(request: AgentRequest) -> dict[str, Any]:
    show, inbox = request.GET.get("show", "trouble"), whole(request.GET.get("inbox", ""))
    before = whole(request.GET.get("before", ""))
    found = health_queries.outbox(request.user).filter(health_queries.shown(show)).distinct()
    found = found.filter(inbox=inbox) if inbox else found
    page = list((found.filter(pk__lt=before) if before else found)[: health_queries.PAGE + 1])
    shown = page[: health_queries.PAGE]
    return {
        "show": show,
        "shown": SHOWN,
        "inbox": inbox,
        "inboxes": list(Inbox.objects.only("name", "address")),
        "deliveries": [(each, request.user.can(_needed_for(each))) for each in shown],
        "next": shown[-1].pk if len(page) > len(shown) else None,
        "before": before,
    }
