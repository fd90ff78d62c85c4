"""What a ticket's row says of its messages, after some came or went."""

from django.db.models import Value
from django.db.models.functions import Replace
from django.urls import reverse

from helpwell.core.text import snippet
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.queries import unanswered_since


def recount(ticket: Ticket) -> None:
    """Count its messages, and see anew which are the last ones and since when somebody waits."""
    said = ticket.messages.filter(Message.SAID).order_by("-pk")
    newest, last = said.first(), said.filter(side_talk=None).first()
    by_people = said.exclude(kind=Message.Kind.REPLY, is_automatic=True)
    public = by_people.filter(kind__in=Message.PUBLIC).first()
    ticket.message_count = ticket.messages.filter(side_talk=None).count()
    ticket.last_words = snippet(last.text, 160) if last else ""
    ticket.active_at = newest.created_at if newest else ticket.active_at
    ticket.last_public_id = public.pk if public else None
    waits = not (ticket.is_done or ticket.is_hidden)
    ticket.waiting_since = unanswered_since(ticket) if waits else None
    ticket.save()


def readdress(message_ids: list[int], *, before: int, after: int) -> None:
    """Let the pictures in these messages be shown from where they are now."""
    old, new = (reverse("tickets:file", args=[pk, 1])[:-2] for pk in (before, after))
    shown = Message.objects.filter(pk__in=message_ids, html__contains=old)
    shown.update(html=Replace("html", Value(old), Value(new)))
