"""Who takes part in the talk on a ticket."""

from django.db.models import Q

from helpwell.channels.recipients import bare
from helpwell.customers.models import Identity
from helpwell.tickets.models import Message, Participant, Ticket

MOST_LOOKED_AT = 200
TAKING_PART = ("from", "to", "cc")


def participants_of(ticket: Ticket) -> set[str]:
    """The addresses of the requester, of those who were let in, and of all who stand openly on
    public messages, as `bare`."""
    public = ticket.messages.filter(kind__in=Message.PUBLIC).order_by("-pk")
    named = {
        bare(recipient["email"])
        for recipients in public.values_list("recipients", flat=True)[:MOST_LOOKED_AT]
        for recipient in recipients
        if recipient["kind"] in TAKING_PART
    }
    let_in = Participant.objects.filter(ticket=ticket)
    whose = Q(customer=ticket.requester_id) | Q(customer__in=let_in.values("customer"))
    theirs = Identity.objects.filter(whose, kind=Identity.Kind.EMAIL)
    return named | set(map(bare, theirs.values_list("value", flat=True)))


def addresses_of(email: str) -> set[str]:
    """This address and the others of the person who has it, as `bare`."""
    same = Identity.objects.filter(
        kind=Identity.Kind.EMAIL,
        customer__identities__value=email.strip().lower(),
        customer__identities__kind=Identity.Kind.EMAIL,
    )
    return {bare(email), *map(bare, same.values_list("value", flat=True))}
