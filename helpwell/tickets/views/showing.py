"""Messages and files from outside, shown where they can do no harm."""

from urllib.parse import quote

from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.files.queries import opened
from helpwell.tickets import actions, queries
from helpwell.tickets.models import Attachment
from helpwell.tickets.views.fetching import message_for, ticket_for

# Types that browsers show as pictures without running anything; all others are downloads.
PICTURES = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"}
)
FRAME = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "frame-ancestors": ["'self'"]}
LOCAL_FRAME = FRAME | {
    "img-src": ["'self'", "data:"],
    "sandbox": ["allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox"],
}
REMOTE_FRAME = LOCAL_FRAME | {"img-src": ["'self'", "data:", "https:", "http:"]}
FILE = "default-src 'none'; sandbox"


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
    found = message.attachments.select_related("file").filter(content_id=content_id)
    return _served(get_object_or_404(found[:1]))


@agents_only
@require_safe
def attachment(request: AgentRequest, ticket_id: int, attachment_id: int) -> FileResponse:
    """A file of a ticket: pictures are shown, everything else is a download."""
    sent_or_mine = Q(message__isnull=False) | Q(uploaded_by=request.user)
    found = Attachment.objects.filter(sent_or_mine, ticket=ticket_for(request, ticket_id))
    return _served(get_object_or_404(found.select_related("file"), pk=attachment_id))


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
    return render(request, "tickets/frame.html", {"html": html})


def _served(found: Attachment) -> FileResponse:
    is_picture = found.content_type in PICTURES
    response = FileResponse(
        opened(found.file),
        content_type=found.content_type if is_picture else "application/octet-stream",
    )
    kind = "inline" if is_picture else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(found.name, safe='')}"
    response["Content-Security-Policy"] = FILE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    return response
