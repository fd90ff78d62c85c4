"""Taking tickets out for good, with everything said on them."""

from collections.abc import Collection

from django.db import transaction

from helpwell.events.actions import forget as forget_facts
from helpwell.fields import actions as fields
from helpwell.fields.models import Field
from helpwell.live.actions import tell
from helpwell.tickets.actions.indexing import forget_tickets
from helpwell.tickets.models import (
    Attachment,
    ContactReason,
    CustomStatus,
    Message,
    Resolution,
    SavedView,
    Tag,
    Ticket,
    TicketForm,
    Touched,
    ViewEntry,
)


@transaction.atomic
def remove(ticket_ids: Collection[int]) -> set[int]:
    """Delete tickets, and those merged into them, with messages, drafts, index and history; the
    ids of the files they had."""
    ticket_ids = _with_merged(ticket_ids)
    attachments = Attachment.objects.filter(ticket__in=ticket_ids)
    files = set(attachments.values_list("file_id", flat=True))
    messages = Message.objects.filter(ticket__in=ticket_ids).values_list("pk", flat=True)
    forget_tickets(ticket_ids, list(messages))
    Ticket.objects.filter(pk__in=ticket_ids).delete()
    Touched.objects.filter(ticket_id__in=ticket_ids).delete()
    forget_facts(f"ticket:{pk}" for pk in ticket_ids)
    fields.forget_changes(Field.About.TICKET, subject_ids=ticket_ids)
    tell("tickets")
    return files


def _with_merged(ticket_ids: Collection[int]) -> list[int]:
    """These, and whatever has gone on in them."""
    found, into = set(ticket_ids), set(ticket_ids)
    while into:
        merged = Ticket.objects.filter(merged_into__in=into).exclude(pk__in=found)
        into = set(merged.values_list("pk", flat=True))
        found |= into
    return sorted(found)


@fields.renewing()
def remove_arranged(
    *, form_ids: Collection[int], reason_ids: Collection[int], resolution_ids: Collection[int]
) -> None:
    """Delete forms, contact reasons and resolutions; tickets that say them say nothing then."""
    TicketForm.objects.filter(pk__in=form_ids).delete()
    ContactReason.objects.filter(pk__in=reason_ids).delete()
    Resolution.objects.filter(pk__in=resolution_ids).delete()
    forget_facts(f"form:{pk}" for pk in form_ids)
    forget_facts(f"reason:{pk}" for pk in reason_ids)
    forget_facts(f"resolution:{pk}" for pk in resolution_ids)


@fields.renewing()
def remove_statuses(status_ids: Collection[int]) -> None:
    """Delete own statuses; tickets that have one have what it stands for."""
    CustomStatus.objects.filter(pk__in=status_ids).delete()
    forget_facts(f"status:{pk}" for pk in status_ids)


def remove_views(view_ids: Collection[int]) -> None:
    """Delete saved views, whoever's they are; their tickets stay."""
    ViewEntry.objects.filter(view__in=view_ids).delete()
    SavedView.objects.filter(pk__in=view_ids).delete()
    forget_facts(f"view:{pk}" for pk in view_ids)
    tell("tickets")


def remove_unused_tags(tag_ids: Collection[int]) -> None:
    """Delete those of the tags that no ticket has."""
    used = Ticket.tags.through.objects.filter(tag__in=tag_ids)
    Tag.objects.filter(pk__in=tag_ids).exclude(pk__in=used.values("tag_id")).delete()
