"""Taking tickets out for good, with everything said on them."""

from collections.abc import Collection

from django.db import transaction

from helpwell.events.actions import forget as forget_facts
from helpwell.live.actions import tell
from helpwell.search.actions import forget
from helpwell.tickets.models import Attachment, Message, Tag, Ticket


@transaction.atomic
def remove(ticket_ids: Collection[int]) -> set[int]:
    """Delete tickets with messages, drafts, index and history; the ids of the files they had."""
    attachments = Attachment.objects.filter(ticket__in=ticket_ids)
    files = set(attachments.values_list("file_id", flat=True))
    messages = Message.objects.filter(ticket__in=ticket_ids).values_list("pk", flat=True)
    forget("message", list(messages))
    forget("ticket", list(ticket_ids))
    Ticket.objects.filter(pk__in=ticket_ids).delete()
    forget_facts(f"ticket:{pk}" for pk in ticket_ids)
    tell("tickets")
    return files


def remove_unused_tags(tag_ids: Collection[int]) -> None:
    """Delete those of the tags that no ticket has."""
    used = Ticket.tags.through.objects.filter(tag__in=tag_ids)
    Tag.objects.filter(pk__in=tag_ids).exclude(pk__in=used.values("tag_id")).delete()
