"""Which tickets wait for long: for their customers, or in the trash for their end."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat

from helpwell.core import clock
from helpwell.events.models import Fact
from helpwell.tickets.facts import StatusChanged, TicketReplied
from helpwell.tickets.habits import habits
from helpwell.tickets.models import Ticket, TicketQuerySet

MOST_AT_ONCE = 50


def silent_for(days: int) -> TicketQuerySet:
    """Pending tickets on which for so many days nothing was said, answered or set, and whose
    customers were not reminded yet; the longest silent first."""
    since = clock.now() - timedelta(days=days)
    changed = Fact.objects.filter(
        about=Concat(Value("ticket:"), Cast(OuterRef("pk"), TextField())),
        name__in=(StatusChanged.name, TicketReplied.name),
        at__gt=since,
    )
    quiet = Ticket.objects.filter(
        ~Exists(changed), status=Ticket.Status.PENDING, nudged_at=None, active_at__lte=since
    )
    return quiet.order_by("active_at", "pk")


def past_keeping() -> list[int]:
    """Tickets that were in the trash as long as this house keeps them, with all that was merged
    into them; locked, without those that somebody has in hand."""
    since = clock.now() - timedelta(days=habits().keep_trash_days)
    old = Ticket.objects.filter(status=Ticket.Status.TRASH, trashed_at__lte=since)
    going = [t.pk for t in old.select_for_update(skip_locked=True).order_by("pk")[:MOST_AT_ONCE]]
    merged = going
    while merged:
        merged = list(Ticket.objects.filter(merged_into__in=merged).values_list("pk", flat=True))
        going += merged
    return going
