"""Answering, noting, drafts and files."""

from email.utils import parseaddr
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.core.addresses import is_writable
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, refusal, rejected
from helpwell.core.numbers import whole
from helpwell.core.slots import render as render_slot
from helpwell.tickets import actions
from helpwell.tickets.content import Recipient
from helpwell.tickets.errors import NotAnAddress, SomethingNewArrived
from helpwell.tickets.models import Attachment, Draft, Message, Ticket
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.pages import composer_context, head_context, thread_context

LARGEST_FILE = 25 * 1024 * 1024
SENDABLE = ("open", "pending", "on_hold", "solved")


@requires("tickets.reply")
@require_POST
def create_reply(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Answer the customer: body, to, cc, bcc, status, attachments, and what the writer has seen."""
    found = ticket_for(request, ticket_id)
    seen_up_to = whole(request.POST.get("seen_up_to", ""))
    try:
        message = actions.reply(
            found,
            html=request.POST.get("body", ""),
            by=request.user,
            recipients=_recipients(request),
            then=_status(request),
            attachment_ids=_ids(request.POST.getlist("attachment")),
            seen_up_to=None if request.POST.get("anyway") else seen_up_to,
        )
    except Refused as refused:
        return _not_sent(request, found, refused, mode="reply")
    undo = render_slot("tickets.undo_reply_url", {"message": message})
    return _said(request, found, message, _("Your reply goes out in a moment"), undo=undo)


@requires("tickets.note")
@require_POST
def create_note(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Write an internal note."""
    found = ticket_for(request, ticket_id)
    try:
        message = actions.note(
            found,
            html=request.POST.get("note", ""),
            by=request.user,
            attachment_ids=_ids(request.POST.getlist("attachment")),
        )
    except Refused as refused:
        return _not_sent(request, found, refused, mode="note")
    return _said(request, found, message, _("Noted for your colleagues"))


@agents_only
@require_safe
def composer(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """The composer with what is kept of the person's drafts."""
    context = composer_context(request.user, ticket_for(request, ticket_id))
    return render(request, "tickets/_composer.html", context)


@agents_only
@require_POST
def save_draft(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Keep what is written so far."""
    found = ticket_for(request, ticket_id)
    mode = request.POST.get("mode", "")
    if mode not in Draft.Mode:
        return refusal(_("There is no such kind of draft."))
    if not request.user.can(f"tickets.{mode}"):
        raise PermissionDenied
    actions.save_draft(
        found,
        mode=mode,
        html=request.POST.get("html", ""),
        recipients=_recipients(request, only_right_ones=True) or None,
        by=request.user,
    )
    return HttpResponse(status=204)


@agents_only
@require_POST
def attach(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Upload one file for the message being written; answers its id, name, size and address."""
    found = ticket_for(request, ticket_id)
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": _("No file came along. Try again.")}, status=422)
    if (upload.size or 0) > LARGEST_FILE:
        words = _("%s is larger than 25 MB. Share a link instead.") % upload.name
        return JsonResponse({"error": words}, status=422)
    try:
        attachment = actions.attach(
            found,
            name=upload.name or "",
            content_type=upload.content_type or "",
            content=upload.read(),
            by=request.user,
            is_inline="inline" in request.POST,
        )
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    return JsonResponse(_uploaded(attachment), status=201)


@agents_only
@require_POST
def detach(request: AgentRequest, ticket_id: int, attachment_id: int) -> HttpResponse:
    """Take an uploaded file out of the message being written."""
    found = ticket_for(request, ticket_id)
    mine = Attachment.objects.filter(ticket=found, uploaded_by=request.user, message=None)
    actions.detach(get_object_or_404(mine, pk=attachment_id), by=request.user)
    return HttpResponse(status=204)


def _said(
    request: AgentRequest, ticket: Ticket, message: Message, words: str, *, undo: str = ""
) -> HttpResponse:
    """The thread with the new message, the head, and an empty composer."""
    found = ticket_for(request, ticket.pk)
    context = (
        head_context(request.user, found)
        | thread_context(request, found)
        | composer_context(request.user, found)
        | {"mode": "note" if message.kind == Message.Kind.NOTE else "reply"}
    )
    events: dict[str, Any] = {"ticket-changed": {"ticket": found.pk}} | news(words, undo=undo)
    return fragment(request, "tickets/_said.html", context, trigger=events)


def _not_sent(
    request: AgentRequest, ticket: Ticket, refused: Refused, *, mode: str
) -> HttpResponse:
    """The composer as it was, with the sentence, and with what is new if that was the reason."""
    found = ticket_for(request, ticket.pk)
    written = request.POST.get("body" if mode == "reply" else "note", "")
    context = composer_context(request.user, found) | {
        "mode": mode,
        "refusal": str(refused),
        "has_news": isinstance(refused, SomethingNewArrived),
        f"{mode}_html": written,
        "typed": {kind: request.POST.getlist(kind) for kind in ("to", "cc", "bcc")},
        "seen_up_to": request.POST.get("seen_up_to", ""),
    }
    return rejected(request, "tickets/_composer.html", context, at="#composer")


def _recipients(request: AgentRequest, *, only_right_ones: bool = False) -> list[Recipient]:
    """The addresses typed as to, cc and bcc; each may be "Name <address>".

    A wrong one is refused, or left out when `only_right_ones` are wanted.
    """
    found: list[Recipient] = []
    for kind in ("to", "cc", "bcc"):
        for typed in request.POST.getlist(kind):
            name, email = parseaddr(typed)
            if not is_writable(email):
                if only_right_ones:
                    continue
                raise NotAnAddress(typed[:100])
            found.append(Recipient(kind=kind, name=name, email=email))
    return found


def _status(request: AgentRequest) -> str:
    then = request.POST.get("status", "")
    return then if then in SENDABLE else Ticket.Status.PENDING


def _ids(texts: list[str]) -> list[int]:
    return [number for text in texts if (number := whole(text)) is not None]


def _uploaded(attachment: Attachment) -> dict[str, Any]:
    return {
        "id": attachment.pk,
        "name": attachment.name,
        "size": attachment.file.size,
        "url": attachment.url,
        "is_image": attachment.is_image,
    }
