"""Taking an answer back before it has left."""

from django.db import transaction
from django.db.models import F

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import snippet
from helpwell.events.actions import publish
from helpwell.events.queries import history_of
from helpwell.tickets.actions.indexing import forget_tickets
from helpwell.tickets.actions.locking import change_hands, locked_with, show
from helpwell.tickets.actions.promising import withdraw_promise
from helpwell.tickets.deeds.doing import take_back
from helpwell.tickets.editions import first_edition
from helpwell.tickets.facts import MessageAccompanied, ReplyOutdated, ReplyWithdrawn, TicketReplied
from helpwell.tickets.models import Draft, Message, Promise, Ticket
from helpwell.tickets.queries import unanswered_since


@transaction.atomic
def withdraw(message: Message, *, replied: TicketReplied | None, by: By) -> Draft | None:
    """Take back an answer that has not left: it becomes a draft again, of whoever takes it back.

    The caller has made sure that it can no longer leave; `replied` is the fact it was sent with,
    if it was said already.
    """
    ids = {"ticket_id": message.ticket_id, "message_id": message.pk}
    _unpromise(message, by)
    _unaccompany(message, by)
    draft = _take_out(message, replied, to=by if isinstance(by, User) else message.author)
    publish(ReplyWithdrawn(**ids, by=by.actor))
    return draft


@transaction.atomic
def make_outdated(message: Message, *, by: By) -> Draft | None:
    """Make a scheduled answer its author's draft again, because the customer wrote first."""
    ids = {"ticket_id": message.ticket_id, "message_id": message.pk}
    _unpromise(message, by)
    draft = _take_out(message, None, to=message.author)
    publish(ReplyOutdated(**ids, by=by.actor))
    return draft


def _unaccompany(message: Message, by: By) -> None:
    """What was done along with it, where it still stands."""
    facts = history_of(f"ticket:{message.ticket_id}").filter(name=MessageAccompanied.name)
    for fact in facts.filter(payload__message_id=message.pk):
        take_back(message.ticket, fact.payload["fact_ids"], by=by)


def _unpromise(message: Message, by: By) -> None:
    """What it promised was never said."""
    for each in Promise.objects.filter(message=message, state=Promise.State.OPEN):
        withdraw_promise(each, by=by)


def _take_out(message: Message, replied: TicketReplied | None, *, to: User | None) -> Draft | None:
    ticket = message.ticket = locked_with(message)
    draft = _back_to_draft(message, to) if to else None
    message.attachments.update(message=None, uploaded_by=to)
    forget_tickets([], [message.pk])
    message.delete()
    _restore(ticket, replied)
    show(ticket)
    return draft


def _back_to_draft(message: Message, to: User) -> Draft:
    """A draft again; what that person has begun since stays below it."""
    draft, _ = Draft.objects.select_for_update().get_or_create(
        ticket=message.ticket,
        agent=to,
        mode=Draft.Mode.REPLY,
        defaults={"saved_at": clock.now(), "edition": first_edition()},
    )
    draft.html = message.html + draft.html
    draft.edition += 1
    draft.recipients = message.recipients
    draft.saved_at = clock.now()
    draft.save()
    return draft


def _restore(ticket: Ticket, replied: TicketReplied | None) -> None:
    """The ticket as it was before the answer, where nobody has changed it since."""
    ticket.message_count = F("message_count") - 1
    if replied:
        _unsay(ticket, replied)
    ticket.save()


def _unsay(ticket: Ticket, replied: TicketReplied) -> None:
    said = ticket.messages.filter(Message.SAID)
    newest = said.filter(side_talk=None).order_by("-pk").first()
    by_people = said.exclude(kind=Message.Kind.REPLY, is_automatic=True)
    public = by_people.filter(kind__in=Message.PUBLIC).order_by("-pk").first()
    if ticket.status == replied.status_after:
        ticket.become(replied.status_before, custom_id=replied.custom_before)
    if ticket.assignee_id == replied.assignee_after != replied.assignee_before:
        ticket.assignee_id = replied.assignee_before
        change_hands(ticket)
    nobody_waits = ticket.is_done or ticket.is_hidden
    ticket.waiting_since = None if nobody_waits else unanswered_since(ticket)
    ticket.last_public_id = public.pk if public else None
    if newest:
        ticket.active_at, ticket.last_words = newest.created_at, snippet(newest.text, 160)
