"""Where a message could go: tickets that the mover sees and that take mail."""

from helpwell.accounts.models import User
from helpwell.core.numbers import whole
from helpwell.search.queries import find
from helpwell.tickets.models import Message, Ticket, TicketQuerySet
from helpwell.tickets.queries import KINDS, audience, found_tickets, visible_to

MOST = 8


def destinations(user: User, message: Message, *, typed: str = "") -> list[Ticket]:
    """Tickets by number or words, or without either the other ones of whoever wrote it."""
    open_ones = open_to(user).exclude(pk=message.ticket_id)
    number = whole(typed.strip().removeprefix("#"))
    if number is not None:
        return list(open_ones.filter(pk=number))
    if typed.strip():
        ids = found_tickets(find(typed, kinds=list(KINDS), audience=audience(user)))
        return list(open_ones.filter(pk__in=ids[: MOST * 4]).newest_first()[:MOST])
    whose = message.customer_id or message.ticket.requester_id
    return list(open_ones.filter(requester=whose).newest_first()[:MOST])


def open_to(user: User) -> TicketQuerySet:
    """The tickets that this person sees and that take a message."""
    shut = (Ticket.Status.CLOSED, *Ticket.HIDDEN)
    return visible_to(user).exclude(status__in=shut).select_related("requester")
