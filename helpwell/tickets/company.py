"""What a ticket has beside it, read along with it, so that nothing is asked where nothing is."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, OuterRef, Q, Subquery, TextField
from django.db.models.expressions import RawSQL

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.tickets.models import Presence, Step, Ticket, TicketQuerySet

HERE = "tickets_ticket.id"
ROWS = {
    "links": f"tickets_link WHERE ticket_id = {HERE} OR other_id = {HERE}",
    "merges": f"tickets_merge WHERE into_id = {HERE} AND undone_at IS NULL",
    "followers": f"tickets_follower WHERE ticket_id = {HERE}",
    "participants": f"tickets_participant WHERE ticket_id = {HERE}",
    "promises": f"tickets_promise WHERE ticket_id = {HERE} AND state = 'open'",
    "talks": f"tickets_sidetalk WHERE ticket_id = {HERE}",
    "drafts": f"tickets_draft WHERE ticket_id = {HERE} AND %s IN (agent_id, shared_with_id)",
    "uploads": f"tickets_attachment WHERE ticket_id = {HERE} AND message_id IS NULL",
    "others": f"tickets_presence WHERE ticket_id = {HERE} AND agent_id <> %s AND seen_at > %s",
}
PIECES = (f"CASE WHEN EXISTS (SELECT FROM {rows}) THEN '{name}' END" for name, rows in ROWS.items())
BESIDE = f"array_remove(ARRAY[{', '.join(PIECES)}], NULL)"


def with_company(tickets: TicketQuerySet, reader: User) -> TicketQuerySet:
    """These tickets with `steps_all`, `steps_done`, and the names of what else is `beside` them:
    `ROWS`, with drafts that the reader may write in and others who have it open."""
    steps = Step.objects.filter(ticket=OuterRef("pk")).order_by().values("ticket")
    params: list[Any] = [reader.pk, reader.pk, clock.now() - Presence.GONE_AFTER]
    beside = RawSQL(BESIDE, params, output_field=ArrayField(TextField()))  # noqa: S611 - our words
    known = {"beside": beside}  # replaces the attribute of the same name
    return tickets.annotate(
        steps_all=Subquery(steps.values(count=Count("pk"))),
        steps_done=Subquery(steps.values(count=Count("pk", filter=Q(done_at__isnull=False)))),
        **known,
    )


def has(ticket: Ticket, *what: str) -> bool:
    """Whether there is any of it, where the ticket was read along with that; otherwise there may
    be."""
    return ticket.beside is None or any(name in ticket.beside for name in what)
