"""Files on tickets, up and down."""

from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Status, UploadedFile

from helpwell.api.door import insist
from helpwell.api.errors import Declined
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Number
from helpwell.tickets import actions
from helpwell.tickets.api.router import router
from helpwell.tickets.asking import ticket_for, ticket_to_change
from helpwell.tickets.models import Attachment
from helpwell.tickets.shapes import FileShape
from helpwell.tickets.views.showing import hand_out
from helpwell.tickets.views.writing import LARGEST_FILE

TAGS = ["Files"]
BYTES = {
    "responses": {
        200: {
            "description": "Its bytes.",
            "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


@router.get(
    "/tickets/{ticket_id}/attachments/{attachment_id}",
    tags=TAGS,
    summary="A file",
    openapi_extra=BYTES,
)
def download(request: ProgramRequest, ticket_id: Number, attachment_id: Number) -> HttpResponseBase:
    """The bytes of a file that was sent, or that you have uploaded."""
    mine = Q(message__isnull=False) | Q(uploaded_by=request.user)
    found = Attachment.objects.filter(mine, ticket=ticket_for(request.user, ticket_id))
    rows = found.select_related("file__scan", "message")
    return hand_out(request, get_object_or_404(rows, pk=attachment_id))


@router.post(
    "/tickets/{ticket_id}/attachments",
    response={201: FileShape},
    tags=TAGS,
    summary="Upload a file",
)
def upload(
    request: ProgramRequest, ticket_id: Number, file: File[UploadedFile]
) -> Status[Attachment]:
    """Store a file for a message that you are about to write: name it in `attachment_ids`."""
    found = ticket_to_change(request.user, ticket_id)
    if not request.user.can("tickets.reply"):
        insist(request.user, "tickets.note")
    if (file.size or 0) > LARGEST_FILE:
        raise Declined(413, _("A file has at most 25 MB."))
    attachment = actions.attach(
        found,
        name=file.name or "",
        content_type=file.content_type or "",
        content=file.read(),
        by=request.user,
    )
    return Status(201, attachment)


@router.delete(
    "/tickets/{ticket_id}/attachments/{attachment_id}",
    response={204: None},
    tags=TAGS,
    summary="Throw an upload away",
)
def throw_away(request: ProgramRequest, ticket_id: Number, attachment_id: Number) -> Status[None]:
    """Delete a file that you have uploaded and not sent."""
    found = ticket_to_change(request.user, ticket_id)
    mine = Attachment.objects.filter(ticket=found, uploaded_by=request.user, message=None)
    actions.detach(get_object_or_404(mine, pk=attachment_id), by=request.user)
    return Status(204, None)
