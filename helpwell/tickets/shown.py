"""What people outside read of a ticket: in a portal, by the API, in what we say automatically."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpwell.tickets.models import Snooze, Ticket

S = Ticket.Status
# That it sleeps, or was put aside, is our own affair.
WORDS: dict[str, str | Promise] = {
    S.NEW: _("Received"),
    S.OPEN: _("We are on it"),
    S.PENDING: _("Waiting for your answer"),
    S.ON_HOLD: _("We are on it"),
    S.SOLVED: _("Solved"),
    S.CLOSED: _("Closed"),
    S.SPAM: _("Received"),
    S.TRASH: _("Closed"),
    S.MERGED: _("Closed"),
}


def shown_to_customer(ticket: Ticket) -> str:
    """The status as its customer reads it: what the house's own word says to them, or the usual."""
    if custom := ticket.custom_status:
        return custom.customer_label or custom.name
    status = ticket.status
    if status == S.SNOOZED:
        snooze = Snooze.objects.filter(ticket=ticket).first()
        status = snooze.status_before if snooze else S.OPEN
    return str(WORDS[status])
