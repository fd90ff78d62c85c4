"""How mail fares: inboxes, mails that wait, answers that have not left."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels import actions, health_queries
from helpwell.channels.models import Delivery, Envelope
from helpwell.channels.permissions import SEE_HEALTH
from helpwell.core.htmx import fragment, news, wants_fragment
from helpwell.files.queries import opened

Change = Callable[..., Any]


@requires(SEE_HEALTH)
@require_safe
def mail_health(request: AgentRequest) -> HttpResponse:
    """The page, and the same page's content when something has changed."""
    name = "channels/_health.html" if wants_fragment(request) else "channels/health.html"
    return render(request, name, _content(request))


@requires(SEE_HEALTH)
@require_safe
def original(request: AgentRequest, envelope_id: int) -> FileResponse:
    """A mail that is on no ticket, byte for byte, as plain text."""
    envelope = get_object_or_404(
        Envelope.objects.select_related("raw"), pk=envelope_id, message=None
    )
    response = FileResponse(opened(envelope.raw), content_type="text/plain")
    response["Content-Disposition"] = f"attachment; filename=mail-{envelope.pk}.txt"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@requires(SEE_HEALTH)
@require_POST
def retry_mail(request: AgentRequest, envelope_id: int) -> HttpResponse:
    """Read a parked mail once more."""
    envelope = get_object_or_404(Envelope, pk=envelope_id, message=None)
    return _changed(request, actions.retry, envelope, _("It is read again."))


@requires(SEE_HEALTH)
@require_POST
def dismiss_mail(request: AgentRequest, envelope_id: int) -> HttpResponse:
    """Set a parked mail aside; it stays stored."""
    envelope = get_object_or_404(Envelope, pk=envelope_id, message=None)
    return _changed(request, actions.dismiss, envelope, _("Set aside. It stays stored."))


@requires(SEE_HEALTH)
@require_POST
def retry_answer(request: AgentRequest, delivery_id: int) -> HttpResponse:
    """Try a delayed or failed answer again now."""
    delivery = _delivery(request, delivery_id)
    return _changed(request, actions.retry_delivery, delivery, _("It is tried again now."))


@requires(SEE_HEALTH)
@require_POST
def stop_answer(request: AgentRequest, delivery_id: int) -> HttpResponse:
    """Stop trying a delayed answer."""
    delivery = _delivery(request, delivery_id)
    return _changed(request, actions.stop_trying, delivery, _("It is not tried any more."))


def _delivery(request: AgentRequest, delivery_id: int) -> Delivery:
    return get_object_or_404(health_queries.outbox(request.user), pk=delivery_id)


def _changed(
    request: AgentRequest, change: Change, row: Envelope | Delivery, sentence: str
) -> HttpResponse:
    change(row, by=request.user)
    if not wants_fragment(request):
        return redirect("channels:mail_health")
    return fragment(request, "channels/_health.html", _content(request), trigger=news(sentence))


def _content(request: AgentRequest) -> dict[str, Any]:
    outbox = health_queries.outbox(request.user)
    return {
        "inboxes": health_queries.inboxes(),
        "parked": health_queries.parked()[: health_queries.MOST],
        "parked_count": health_queries.parked().count(),
        "waiting": health_queries.waiting()[: health_queries.MOST],
        "waiting_count": health_queries.waiting().count(),
        "outbox": outbox[: health_queries.MOST],
        "outbox_count": outbox.count(),
    }
