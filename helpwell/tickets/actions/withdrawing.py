"""Taking an answer back before it has left."""

from django.db import transaction
from django.db.models import F

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import snippet
from helpwell.events.actions import publish
from helpwell.search.actions import forget
from helpwell.tickets.actions.locking import locked, show
from helpwell.tickets.facts import ReplyWithdrawn, TicketReplied
from helpwell.tickets.models import Draft, Message, Ticket
from helpwell.tickets.queries import unanswered_since


@transaction.atomic
def withdraw(message: Message, *, replied: TicketReplied, by: By) -> Draft | None:
    """Take back an answer that has not left: it becomes its author's draft again.

    The caller has made sure that it can no longer leave; `replied` is the fact it was sent with.
    """
    ticket = locked(message.ticket)
    draft = _back_to_draft(message)
    message.attachments.update(message=None)
    forget("message", [message.pk])
    message.delete()
    _restore(ticket, replied)
    publish(ReplyWithdrawn(ticket_id=ticket.pk, message_id=replied.message_id, by=by.actor))
    show(ticket)
    return draft


def _back_to_draft(message: Message) -> Draft | None:
    """The author's draft again; what they have begun since stays below it."""
    if message.author is None:
        return None
    draft, _ = Draft.objects.get_or_create(
        ticket=message.ticket,
        agent=message.author,
        mode=Draft.Mode.REPLY,
        defaults={"saved_at": clock.now()},
    )
    draft.html = message.html + draft.html
    draft.recipients = message.recipients
    draft.saved_at = clock.now()
    draft.save()
    return draft


def _restore(ticket: Ticket, replied: TicketReplied) -> None:
    """The ticket as it was before the answer, where nobody has changed it since."""
    newest = ticket.messages.order_by("-pk").first()
    public = ticket.messages.filter(kind__in=Message.PUBLIC).order_by("-pk").first()
    if ticket.status == replied.status_after:
        ticket.status = replied.status_before
        ticket.solved_at = (ticket.solved_at or clock.now()) if ticket.is_done else None
    if ticket.assignee_id == replied.assignee_after:
        ticket.assignee_id = replied.assignee_before
    ticket.waiting_since = ticket.waiting_since or unanswered_since(ticket)
    ticket.message_count = F("message_count") - 1
    ticket.last_public_id = public.pk if public else None
    if newest:
        ticket.active_at, ticket.last_words = newest.created_at, snippet(newest.text, 160)
    ticket.save()
