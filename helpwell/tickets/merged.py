"""Reading what became of merged tickets: where each goes on, and what came into one."""

from collections.abc import Iterable

from django.db.models import QuerySet

from helpwell.tickets.models import Merge, Ticket

# Merges into a ticket, and into those that came into it, as they stand now.
COME_INTO = """
    WITH RECURSIVE came AS (
        SELECT * FROM tickets_merge WHERE into_id = %s AND undone_at IS NULL
        UNION
        SELECT earlier.* FROM tickets_merge earlier JOIN came ON earlier.into_id = came.ticket_id
        WHERE earlier.undone_at IS NULL
    )
    SELECT came.*, ticket.subject, ticket.requester_id, customer.name AS requester_name
    FROM came
    JOIN tickets_ticket ticket ON ticket.id = came.ticket_id
    JOIN customers_customer customer ON customer.id = ticket.requester_id
    ORDER BY came.id
"""


def survivor_of(ticket: Ticket) -> Ticket:
    """Where a merged ticket's matter goes on; any other ticket is its own."""
    while ticket.merged_into_id:
        ticket = Ticket.objects.get(pk=ticket.merged_into_id)
    return ticket


def goes_on_in(number: int) -> int | None:
    """The number of the ticket that a merged one of this number goes on in."""
    merged = Ticket.objects.filter(pk=number, merged_into__isnull=False).first()
    return survivor_of(merged).pk if merged else None


def merges_into(ticket: Ticket) -> list[Merge]:
    """What came into a ticket, at first hand or within another, oldest first, in one query; each
    with `subject`, `requester_id` and `requester_name` of the ticket that came."""
    return list(Merge.objects.raw(COME_INTO, [ticket.pk]))


def names_of(ticket: Ticket) -> list[str]:
    """What facts call a ticket, and those that came into it: what was said there is on it now."""
    return [f"ticket:{pk}" for pk in (ticket.pk, *(m.ticket_id for m in merges_into(ticket)))]


def merges_of(tickets: Iterable[int]) -> QuerySet[Merge]:
    """The merges that stand of these tickets into others."""
    return Merge.objects.filter(ticket__in=list(tickets), undone_at=None)
