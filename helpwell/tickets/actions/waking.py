"""Waking tickets by mail, within bounds: what answers everything must not keep one open."""

from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.events.actions import publish
from helpwell.events.models import Fact
from helpwell.tickets.actions.locking import make_our_turn
from helpwell.tickets.content import Content
from helpwell.tickets.facts import MessageReceived, ReopeningStopped, TicketReplied
from helpwell.tickets.models import Ticket

SPAN = timedelta(hours=1)
MOST_A_TICKET = 5  # more by one for each reply of ours: people who talk are no robots
MOST_A_REQUESTER = 20


def wake(ticket: Ticket, content: Content, *, by: By) -> None:
    """Let what came from outside make it our turn, up to `MOST_A_TICKET` times in an hour and
    `MOST_A_REQUESTER` over all tickets of a person; then it is kept, and the history says so."""
    asleep = ticket.status, ticket.custom_status_id, ticket.solved_at
    make_our_turn(ticket, content)
    if ticket.status == asleep[0] or not _is_restless(ticket):
        return
    ticket.status, ticket.custom_status_id, ticket.solved_at = asleep
    if not _recent([ticket.pk], ReopeningStopped.name).exists():
        publish(ReopeningStopped(ticket_id=ticket.pk, by=by.actor))


def _is_restless(ticket: Ticket) -> bool:
    replies = _recent([ticket.pk], TicketReplied.name).count()
    if _wakings([ticket.pk]) >= MOST_A_TICKET + replies:
        return True
    theirs = Ticket.objects.filter(requester=ticket.requester_id, active_at__gt=_an_hour_ago())
    return _wakings(list(theirs.values_list("pk", flat=True)[:1000])) >= MOST_A_REQUESTER


def _wakings(ticket_ids: list[int]) -> int:
    """How often mail has changed the status of these tickets of late."""
    received = _recent(ticket_ids, MessageReceived.name)
    return received.exclude(payload__status_after=F("payload__status_before")).count()


def _recent(ticket_ids: list[int], name: str) -> QuerySet[Fact]:
    about = [f"ticket:{pk}" for pk in ticket_ids]
    return Fact.objects.filter(about__in=about, name=name, at__gt=_an_hour_ago())


def _an_hour_ago() -> datetime:
    return clock.now() - SPAN
