"""Reminding customers that we wait for their answer: once, automatically, with manners."""

from django.utils.translation import gettext as _

from helpwell.channels.answering import answering_on, our_addresses
from helpwell.channels.mail.message import parse
from helpwell.channels.manners import why_silent
from helpwell.channels.models import Envelope
from helpwell.channels.recipients import bare, is_deaf
from helpwell.channels.restraint import (
    COUNTED_FOR,
    MOST_A_SENDER,
    has_had_enough,
    is_closed_to_us,
)
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.core.addresses import is_writable
from helpwell.files.queries import content_of
from helpwell.tickets import actions as tickets
from helpwell.tickets.content import Recipient
from helpwell.tickets.habits import habits
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.waiting import silent_for

BATCH = 50
RECEIVED = Message.Kind.RECEIVED


def nudge_silent() -> bool:
    """Remind the customers of pending tickets as this house wants it; whether there may be more."""
    days = habits().nudge_after_days
    if days is None:
        return False
    due = list(silent_for(days).select_related("requester")[:BATCH])
    for ticket in due:
        tickets.nudge(ticket, text=_words(ticket), recipients=_who_hears(ticket), by=SYSTEM)
    return len(due) == BATCH


def _words(ticket: Ticket) -> str:
    words = habits().nudge_words.strip() or _(
        "Hello {name},\n\nwe wrote to you about your ticket {number} and have not heard from you. "
        "Can we still help? A short answer is enough. If all is well, you need not do anything."
    )
    said = {"{name}": ticket.requester.name, "{number}": str(ticket.pk)}
    for mark, value in said.items():
        words = words.replace(mark, value)
    return words


def _who_hears(ticket: Ticket) -> list[Recipient]:
    """The first whom an answer would go to, unless manners or doubts keep us silent."""
    for recipient in answering_on(ticket).recipients():
        if recipient["kind"] == "to":
            email = recipient["email"]
            return [] if _is_closed(email) or _is_unwelcome(ticket) else [recipient]
    return []


def _is_closed(email: str) -> bool:
    if not is_writable(email) or is_deaf(bare(email)) or bare(email) in map(bare, our_addresses()):
        return True
    return is_closed_to_us(email) or has_had_enough(email)


def _is_unwelcome(ticket: Ticket) -> bool:
    """Whether only machines wrote, or the last person's mail went to many, or was forged; or its
    customer had reminders enough of late."""
    of_late = Ticket.objects.filter(nudged_at__gt=clock.now() - COUNTED_FOR)
    if of_late.filter(requester=ticket.requester_id).count() >= MOST_A_SENDER:
        return True
    came = Envelope.objects.filter(message__ticket=ticket, message__kind=RECEIVED)
    by_people = came.filter(message__is_automatic=False).select_related("raw")
    envelope = by_people.order_by("-pk").first()
    if envelope is None:
        return ticket.messages.filter(kind=RECEIVED).exists()
    silent = why_silent(
        parse(content_of(envelope.raw)),
        ours={bare(address) for address in our_addresses()},
        came_by=envelope.envelope_to,
        came_from=envelope.envelope_from if envelope.envelope_to else None,
    )
    return bool(silent) or envelope.authentication == Envelope.Authentication.FAILED
