"""Who is looking, who is writing, what has been seen."""

from collections.abc import Iterable

from django.db import connection

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.live.actions import tell
from helpwell.tickets.models import Mention, Presence, Ticket

SEE = """
    WITH calmly AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO tickets_sight AS sight (agent_id, ticket_id, message_id)
    SELECT %s, ticket_id, message_id
    FROM calmly, unnest(%s::bigint[], %s::bigint[]) AS seen (ticket_id, message_id)
    ON CONFLICT (agent_id, ticket_id) DO UPDATE SET message_id = excluded.message_id
    WHERE sight.message_id <> excluded.message_id
"""


def look(ticket: Ticket, *, by: User, is_writing: bool) -> None:
    """Note that `by` has the ticket open; others learn of it when it is news."""
    before = Presence.objects.filter(ticket=ticket, agent=by).first()
    now = clock.now()
    Presence.objects.update_or_create(
        ticket=ticket, agent=by, defaults={"is_writing": is_writing, "seen_at": now}
    )
    is_news = (
        before is None
        or before.is_writing != is_writing
        or before.seen_at < now - Presence.GONE_AFTER
    )
    if is_news:
        tell(f"presence:{ticket.pk}")


def leave(ticket: Ticket, *, by: User) -> None:
    """Note that `by` has closed the ticket."""
    if Presence.objects.filter(ticket=ticket, agent=by).delete()[0]:
        tell(f"presence:{ticket.pk}")


def forget_the_gone() -> None:
    """Drop presences that were not renewed: closed laptops say no good-bye."""
    gone = Presence.objects.filter(seen_at__lt=clock.now() - Presence.GONE_AFTER)
    for ticket_id in set(gone.values_list("ticket_id", flat=True)):
        tell(f"presence:{ticket_id}")
    gone.delete()


def see(ticket: Ticket, *, by: User) -> None:
    """Note that `by` has read everything on the ticket so far."""
    see_all([ticket], by=by)


def see_all(tickets: Iterable[Ticket], *, by: User) -> None:
    """Note that `by` has read everything on these tickets so far.

    Opening a page waits neither for the disk (a sight lost with the power is no loss) nor writes
    what is written already.
    """
    seen = [(each.pk, each.last_public_id) for each in tickets if each.last_public_id is not None]
    with connection.cursor() as cursor:
        cursor.execute(SEE, [by.pk, [pk for pk, _ in seen], [newest for _, newest in seen]])
    if Mention.objects.filter(agent=by, ticket__in=[pk for pk, _ in seen]).delete()[0]:
        tell("tickets")
