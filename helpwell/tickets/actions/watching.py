"""Who is looking, who is writing, what has been seen."""

from collections.abc import Iterable

from django.db import connection, transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.live.actions import tell
from helpwell.tickets.models import Presence, Ticket

SEE = """
    WITH calmly AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
    seen (ticket_id, message_id) AS (
        SELECT * FROM unnest(%(tickets)s::bigint[], %(newest)s::bigint[])
    ),
    noted AS (
        INSERT INTO tickets_sight AS sight (agent_id, ticket_id, message_id)
        SELECT %(agent)s, ticket_id, message_id FROM calmly, seen
        ON CONFLICT (agent_id, ticket_id) DO UPDATE SET message_id = excluded.message_id
        WHERE sight.message_id <> excluded.message_id
    ),
    heard AS (
        DELETE FROM tickets_mention
        WHERE agent_id = %(agent)s AND ticket_id = ANY (%(tickets)s) RETURNING id
    )
    SELECT count(*) FROM heard
"""


@transaction.atomic
def look(ticket: Ticket, *, by: User, is_writing: bool) -> None:
    """Note that `by` has the ticket open; others learn of it when it is news."""
    now = clock.now()
    seen = {"is_writing": is_writing, "seen_at": now}
    presences = Presence.objects.select_for_update()
    before, is_news = presences.get_or_create(ticket=ticket, agent=by, defaults=seen)
    if not is_news:
        is_news = before.is_writing != is_writing or before.seen_at < now - Presence.GONE_AFTER
        presences.filter(pk=before.pk).update(**seen)
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
    numbers, newest = [pk for pk, _ in seen], [message_id for _, message_id in seen]
    with connection.cursor() as cursor:
        cursor.execute(SEE, {"agent": by.pk, "tickets": numbers, "newest": newest})
        (heard,) = cursor.fetchone()
    if heard:
        tell("tickets")
