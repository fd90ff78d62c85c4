"""Whom somebody may reach by an address alone, without the right to look customers up."""

from django.db.models import Exists, OuterRef, Q

from helpwell.accounts.models import User
from helpwell.customers.actions import normalised
from helpwell.customers.models import Identity
from helpwell.tickets.errors import NobodyYouMet
from helpwell.tickets.models import Message, Participant
from helpwell.tickets.queries import visible_to


def insist_on_acquaintance(user: User, *, email: str) -> None:
    """Refuse an address to whoever may not look customers up, unless a ticket they see shows it.

    New addresses as well: the difference would tell which ones are known.
    """
    if user.can("customers.read"):
        return
    tickets = visible_to(user)
    theirs = {"customer": OuterRef("customer"), "ticket__in": tickets}
    met = (
        Q(customer__in=tickets.values("requester"))
        | Exists(Message.objects.filter(**theirs))
        | Exists(Participant.objects.filter(**theirs))
    )
    if not Identity.objects.filter(met, value=normalised(email)).exists():
        raise NobodyYouMet
