"""A message's mail: taking an answer back, and the original as it came."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.channels import actions
from helpwell.channels.models import Delivery, Envelope, Recipient
from helpwell.core.downloads import download
from helpwell.core.errors import Refused
from helpwell.core.htmx import news, refusal, triggering
from helpwell.files.queries import opened
from helpwell.tickets import actions as tickets_actions
from helpwell.tickets.models import Message
from helpwell.tickets.permissions import SEE_ORIGINALS
from helpwell.tickets.queries import visible_to


@requires("tickets.reply")
@require_POST
def take_back(request: AgentRequest, message_id: int) -> HttpResponse:
    """Undo the sending of an answer during its hold time; the draft comes back."""
    tickets = visible_to(request.user)
    message = get_object_or_404(Message, pk=message_id, ticket__in=tickets, kind=Message.Kind.REPLY)
    take = partial(actions.take_back, message, by=request.user)
    return _done(take, _("Taken back. It is a draft again."), "reply-withdrawn")


@requires("tickets.reply")
@require_POST
def send_now(request: AgentRequest, message_id: int) -> HttpResponse:
    """Send a scheduled answer without waiting for its time."""
    delivery = _delivery(request, message_id)
    undo = reverse("channels:take_back", args=[message_id])
    send = partial(actions.send_now, delivery, by=request.user)
    return _done(send, _("Your reply goes out in a moment"), undo=undo)


@requires("tickets.reply")
@require_POST
def cancel(request: AgentRequest, message_id: int) -> HttpResponse:
    """Send an answer to nobody who has not got it; `reason` is shown to colleagues."""
    delivery, reason = _delivery(request, message_id), request.POST.get("reason", "")
    stop = partial(actions.cancel, delivery, by=request.user, reason=reason)
    return _done(stop, _("Cancelled. Nobody gets it any more."))


@requires("tickets.reply")
@require_POST
def send_again(request: AgentRequest, recipient_id: int) -> HttpResponse:
    """Send an answer again to one whom it has not reached, to `email` if that is another one."""
    tickets = visible_to(request.user)
    found = Recipient.objects.filter(delivery__message__ticket__in=tickets)
    recipient = get_object_or_404(found.select_related("delivery__message"), pk=recipient_id)
    _insist_on_right(request, recipient.delivery)
    email = request.POST.get("email", "")
    again = partial(actions.send_again, recipient, by=request.user, email=email)
    return _done(again, _("It is sent again now."))


def _delivery(request: AgentRequest, message_id: int) -> Delivery:
    found = Delivery.objects.filter(message__ticket__in=visible_to(request.user))
    delivery = get_object_or_404(found.select_related("message"), message=message_id)
    _insist_on_right(request, delivery)
    return delivery


def _insist_on_right(request: AgentRequest, delivery: Delivery) -> None:
    """What goes to suppliers is for those who may write to them."""
    if delivery.message and delivery.message.side_talk_id and not request.user.can("tickets.ask"):
        raise PermissionDenied


def _done(deed: Callable[[], object], words: str, *events: str, undo: str = "") -> HttpResponse:
    try:
        deed()
    except Refused as refused:
        return refusal(refused)
    told: dict[str, Any] = {name: {} for name in (*events, "ticket-changed")}
    return triggering(HttpResponse(status=204), told | news(words, undo=undo))


@agents_only
@require_safe
def original(request: AgentRequest, envelope_id: int) -> FileResponse:
    """The raw mail, byte for byte, as a download; one that was masked by right only, and noted."""
    tickets = visible_to(request.user)
    envelope = get_object_or_404(
        Envelope.objects.select_related("raw", "message"),
        pk=envelope_id,
        message__ticket__in=tickets,
    )
    if envelope.message and envelope.message.is_masked:
        if not request.user.can(SEE_ORIGINALS):
            raise PermissionDenied
        tickets_actions.look_at_original(envelope.message, by=request.user)
    return download(opened(envelope.raw), name=f"mail-{envelope.pk}.eml")
