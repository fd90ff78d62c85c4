from helpwell.channels.models import Inbox
from helpwell.tickets.models import Ticket


def signature_on(ticket: Ticket, inbox: Inbox) -> str:
    """The words under an answer: the inbox's own, else those of the ticket's brand or its."""
    if inbox.signature.strip():
        return inbox.signature
    brand = ticket.brand or inbox.brand
    return brand.signature if brand else ""
