"""A message's mail: taking an answer back, and the original as it came."""

from typing import Any
from urllib.parse import quote

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.channels import actions
from helpwell.channels.models import Envelope
from helpwell.core.errors import Refused
from helpwell.core.htmx import news, refusal, triggering
from helpwell.files.queries import opened
from helpwell.tickets.models import Message
from helpwell.tickets.queries import visible_to


@requires("tickets.reply")
@require_POST
def take_back(request: AgentRequest, message_id: int) -> HttpResponse:
    """Undo the sending of an answer during its hold time; the draft comes back."""
    tickets = visible_to(request.user)
    message = get_object_or_404(Message, pk=message_id, ticket__in=tickets, kind=Message.Kind.REPLY)
    try:
        actions.take_back(message, by=request.user)
    except Refused as refused:
        return refusal(refused)
    events: dict[str, Any] = {"reply-withdrawn": {}, "ticket-changed": {}} | news(
        _("Taken back. It is a draft again.")
    )
    return triggering(HttpResponse(status=204), events)


@agents_only
@require_safe
def original(request: AgentRequest, envelope_id: int) -> FileResponse:
    """The raw mail, byte for byte, as a download."""
    tickets = visible_to(request.user)
    envelope = get_object_or_404(
        Envelope.objects.select_related("raw"), pk=envelope_id, message__ticket__in=tickets
    )
    response = FileResponse(opened(envelope.raw), content_type="application/octet-stream")
    name = quote(f"mail-{envelope.pk}.eml")
    response["Content-Disposition"] = f"attachment; filename={name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
