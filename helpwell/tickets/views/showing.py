"""Messages and files from outside, shown where they can do no harm."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.downloads import download, served
from helpwell.files.queries import opened
from helpwell.tickets import actions, queries
from helpwell.tickets.models import Attachment, Draft
from helpwell.tickets.permissions import OPEN_INFECTED, SEE_ORIGINALS
from helpwell.tickets.views.fetching import message_for, ticket_for

FRAME = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'self'"],
}
LOCAL_FRAME = FRAME | {
    "img-src": ["'self'", "data:"],
    "sandbox": ["allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox"],
}
REMOTE_FRAME = LOCAL_FRAME | {"img-src": ["'self'", "data:", "https:", "http:"]}


@agents_only
@require_safe
@xframe_options_sameorigin
@csp_override(LOCAL_FRAME)
def frame(request: AgentRequest, ticket_id: int, message_id: int) -> HttpResponse:
    """A message's own HTML in a document that may load nothing from outside and run nothing."""
    return _framed(request, ticket_id, message_id, with_remote=False)


@agents_only
@require_safe
@xframe_options_sameorigin
@csp_override(REMOTE_FRAME)
def frame_with_images(request: AgentRequest, ticket_id: int, message_id: int) -> HttpResponse:
    """The same with remote images, because somebody asked for them."""
    return _framed(request, ticket_id, message_id, with_remote=True)


@agents_only
@require_safe
def inline(
    request: AgentRequest, ticket_id: int, message_id: int, content_id: str
) -> HttpResponse | FileResponse:
    """A picture that a message shows in its text."""
    message = message_for(request, ticket_id, message_id)
    found = message.attachments.select_related("file__scan", "message")
    return hand_out(request, get_object_or_404(found.filter(content_id=content_id)[:1]))


@agents_only
@require_safe
def attachment(request: AgentRequest, ticket_id: int, attachment_id: int) -> FileResponse:
    """A file of a ticket: pictures are shown, everything else is a download.

    Files of a masked message and files with a virus are given out by right only, and it is noted.
    """
    ticket = ticket_for(request, ticket_id)
    lent = Draft.objects.filter(ticket=ticket, shared_with=request.user).values("agent")
    mine = Q(uploaded_by=request.user) | Q(uploaded_by__in=lent, mode=Draft.Mode.REPLY)
    found = Attachment.objects.filter(Q(message__isnull=False) | mine, ticket=ticket)
    found = found.select_related("file__scan", "message")
    return hand_out(request, get_object_or_404(found, pk=attachment_id))


@agents_only
@require_POST
def look(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Say that one has the ticket open (`writing=1`: and writes); answers who else has."""
    found = ticket_for(request, ticket_id)
    actions.look(found, by=request.user, is_writing=request.POST.get("writing") == "1")
    return _present(request, ticket_id)


@agents_only
@require_POST
def leave(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Say that one has closed the ticket."""
    actions.leave(ticket_for(request, ticket_id), by=request.user)
    return HttpResponse(status=204)


@agents_only
@require_safe
def present(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Who else has the ticket open."""
    return _present(request, ticket_id)


def _present(request: AgentRequest, ticket_id: int) -> HttpResponse:
    found = ticket_for(request, ticket_id)
    context = {"ticket": found, "present": queries.present_at(found, but=request.user)}
    return render(request, "tickets/_present.html", context)


def _framed(
    request: AgentRequest, ticket_id: int, message_id: int, *, with_remote: bool
) -> HttpResponse:
    message = message_for(request, ticket_id, message_id)
    html = message.full_html or message.html if "all" in request.GET else message.html
    if with_remote:
        html = html.replace("data-remote-src=", "src=")
    response = render(request, "tickets/frame.html", {"html": html})
    response["Referrer-Policy"] = "no-referrer"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def hand_out(request: AgentRequest, found: Attachment) -> FileResponse:
    """A file to whoever may open it; what is held back or infected is noted in the history."""
    message = found.message
    if message is None and found.is_infected:
        raise PermissionDenied
    if message and (message.is_withheld or found.is_infected):
        if message.is_withheld and not request.user.can(SEE_ORIGINALS):
            raise PermissionDenied
        if found.is_infected and not request.user.can(OPEN_INFECTED):
            raise PermissionDenied
        actions.look_at_original(message, by=request.user, attachment=found)
    if found.is_infected:
        return download(opened(found.file), name=found.name)
    response = served(opened(found.file), name=found.name, content_type=found.content_type)
    response["Cache-Control"] = "private, max-age=86400"
    return response
