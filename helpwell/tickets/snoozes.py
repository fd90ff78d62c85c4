"""Reading what rests: until when, and what those outside are told meanwhile."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from helpwell.tickets.models import Snooze, Ticket


def resting() -> QuerySet[Snooze]:
    """The snoozes of tickets that rest now; others are kept for a day after their ticket woke."""
    return Snooze.objects.filter(ticket__status=Ticket.Status.SNOOZED)


def rest_of(ticket: Ticket) -> Snooze | None:
    """How a ticket rests, if it does; who rests costs one query, who does not costs none."""
    if ticket.status != Ticket.Status.SNOOZED:
        return None
    return resting().filter(ticket=ticket).select_related("by").first()


def status_outside(ticket: Ticket) -> tuple[str, datetime | None]:
    """What customers and the API are told: the status before it was snoozed, and until when."""
    rest = rest_of(ticket)
    if rest is None:
        resting_alone = ticket.status == Ticket.Status.SNOOZED
        return (Ticket.Status.OPEN if resting_alone else ticket.status), None
    return rest.status_before, rest.until


def woke_up() -> Exists:
    """Whether a list's ticket woke by itself and nothing has happened on it since."""
    woken = Snooze.objects.filter(
        ticket=OuterRef("pk"), until=OuterRef("active_at"), ticket__status=Ticket.Status.OPEN
    )
    return Exists(woken)
