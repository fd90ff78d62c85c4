"""Who is looking, who is writing, what has been seen."""

from collections.abc import Iterable
from datetime import timedelta

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.live.actions import tell
from helpwell.tickets.models import Presence, Sight, Ticket

GONE_AFTER = timedelta(seconds=35)


def look(ticket: Ticket, *, by: User, is_writing: bool) -> None:
    """Note that `by` has the ticket open; others learn of it when it is news."""
    before = Presence.objects.filter(ticket=ticket, agent=by).first()
    now = clock.now()
    Presence.objects.update_or_create(
        ticket=ticket, agent=by, defaults={"is_writing": is_writing, "seen_at": now}
    )
    is_news = before is None or before.is_writing != is_writing or before.seen_at < now - GONE_AFTER
    if is_news:
        tell(f"presence:{ticket.pk}")


def leave(ticket: Ticket, *, by: User) -> None:
    """Note that `by` has closed the ticket."""
    if Presence.objects.filter(ticket=ticket, agent=by).delete()[0]:
        tell(f"presence:{ticket.pk}")


def forget_the_gone() -> None:
    """Drop presences that were not renewed: closed laptops say no good-bye."""
    gone = Presence.objects.filter(seen_at__lt=clock.now() - GONE_AFTER)
    for ticket_id in set(gone.values_list("ticket_id", flat=True)):
        tell(f"presence:{ticket_id}")
    gone.delete()


def see(ticket: Ticket, *, by: User) -> None:
    """Note that `by` has read everything on the ticket so far."""
    see_all([ticket], by=by)


def see_all(tickets: Iterable[Ticket], *, by: User) -> None:
    """Note that `by` has read everything on these tickets so far."""
    Sight.objects.bulk_create(
        [
            Sight(ticket=ticket, agent=by, message_id=ticket.last_public_id)
            for ticket in tickets
            if ticket.last_public_id is not None
        ],
        update_conflicts=True,
        unique_fields=["agent", "ticket"],
        update_fields=["message_id"],
    )
