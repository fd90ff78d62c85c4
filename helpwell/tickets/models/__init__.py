from helpwell.tickets.models.draft import Draft
from helpwell.tickets.models.mention import Mention
from helpwell.tickets.models.message import Attachment, Message
from helpwell.tickets.models.presence import Presence, Sight
from helpwell.tickets.models.tag import Tag
from helpwell.tickets.models.tally import Tally
from helpwell.tickets.models.ticket import Ticket, TicketQuerySet

__all__ = [
    "Attachment",
    "Draft",
    "Mention",
    "Message",
    "Presence",
    "Sight",
    "Tag",
    "Tally",
    "Ticket",
    "TicketQuerySet",
]
