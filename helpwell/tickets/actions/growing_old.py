"""What happens to tickets by themselves, where this house wants it: solved after a reminder that
was not answered, closed after a while."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.tickets.actions.setting_status import put
from helpwell.tickets.habits import habits
from helpwell.tickets.models import Message, Ticket, TicketQuerySet

BATCH = 200
S = Ticket.Status


def solve_silent() -> bool:
    """Solve pending tickets whose customers were reminded and said nothing for the days this house
    waits; whether there may be more. Where no reminder could be sent, nothing happens."""
    days = habits().solve_after_days
    if days is None:
        return False
    said = Message.objects.filter(
        ticket=OuterRef("pk"), is_automatic=True, created_at=OuterRef("nudged_at")
    )
    silent = Ticket.objects.filter(Exists(said), status=S.PENDING, nudged_at__lte=_ago(days))
    return _all_become(silent.order_by("nudged_at"), S.SOLVED, why="silence")


def close_old() -> bool:
    """Close tickets that have been solved for the days this house says; whether there may be
    more."""
    days = habits().close_after_days
    if days is None:
        return False
    old = Ticket.objects.filter(status=S.SOLVED, solved_at__lte=_ago(days))
    return _all_become(old.order_by("solved_at"), S.CLOSED, why="age")


def _all_become(tickets: TicketQuerySet, after: str, *, why: str) -> bool:
    due = list(tickets.values_list("pk", flat=True)[:BATCH])
    for ticket_id in due:
        _become(tickets.filter(pk=ticket_id), after, why=why)
    return len(due) == BATCH


@transaction.atomic
def _become(due: TicketQuerySet, after: str, *, why: str) -> None:
    """One ticket at a time, if it is due still: people come first."""
    if ticket := due.select_for_update(of=("self",)).first():
        put(ticket, to=after, custom_id=None, by=SYSTEM, why=why)


def _ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)
