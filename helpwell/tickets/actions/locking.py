"""Taking a ticket in hand, and telling the pages that show it."""

from helpwell.live.actions import tell
from helpwell.tickets.models import Ticket


def locked(ticket: Ticket) -> Ticket:
    """The ticket as it is now, ours alone until this transaction ends."""
    return Ticket.objects.select_for_update().get(pk=ticket.pk)


def show(ticket: Ticket) -> None:
    """Let open pages fetch this ticket and the lists again."""
    tell(f"ticket:{ticket.pk}")
    tell("tickets")
