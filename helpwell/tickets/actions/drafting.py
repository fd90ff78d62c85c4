"""What agents have begun and not sent: nothing typed is lost."""

from collections.abc import Sequence

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.html import clean_authored
from helpwell.core.text import storable
from helpwell.files.actions import store
from helpwell.tickets.content import Recipient
from helpwell.tickets.models import Attachment, Draft, Ticket


def save_draft(
    ticket: Ticket,
    *,
    mode: str,
    html: str,
    by: User,
    recipients: Sequence[Recipient] | None = None,
) -> None:
    """Keep what is written so far, one draft a mode; an empty one is thrown away."""
    cleaned = clean_authored(storable(html))
    if not cleaned.strip():
        discard_draft(ticket, mode=mode, by=by)
        return
    Draft.objects.update_or_create(
        ticket=ticket,
        agent=by,
        mode=Draft.Mode(mode),
        defaults={
            "html": cleaned,
            "recipients": list(recipients) if recipients is not None else None,
            "saved_at": clock.now(),
        },
    )


def discard_draft(ticket: Ticket, *, mode: str, by: User) -> None:
    """Throw away what was begun."""
    Draft.objects.filter(ticket=ticket, agent=by, mode=mode).delete()


@transaction.atomic
def attach(
    ticket: Ticket,
    *,
    name: str,
    content_type: str,
    content: bytes,
    by: User,
    is_inline: bool = False,
) -> Attachment:
    """Store a file for the message that `by` is writing on this ticket."""
    return Attachment.objects.create(
        ticket=ticket,
        file=store(content),
        uploaded_by=by,
        name=storable(name)[:255] or "file",
        content_type=storable(content_type)[:127] or "application/octet-stream",
        is_inline=is_inline,
        created_at=clock.now(),
    )


def detach(attachment: Attachment, *, by: User) -> None:
    """Take a file that `by` has uploaded out of their unsent message; a sent one keeps it."""
    Attachment.objects.filter(pk=attachment.pk, uploaded_by=by, message=None).delete()
