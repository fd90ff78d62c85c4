"""Kept words for one ticket: in the customer's language where they are there, filled in."""

from helpwell.accounts.models import User
from helpwell.macros.models import Kept, Macro
from helpwell.macros.values import Values, label
from helpwell.macros.variables import Filled, fill, fill_line
from helpwell.tickets.models import Ticket


def worded(kept: Kept, ticket: Ticket, *, by: User) -> Filled:
    """What these words say on a ticket when `by` writes them."""
    html, language = kept.in_language(ticket.requester.language)
    return fill(html, say=Values(ticket, agent=by, language=language).say, label=label)


def titled(macro: Macro, ticket: Ticket, *, by: User) -> Filled:
    """The subject of a new ticket that begins with this macro, as plain text."""
    language = ticket.requester.language
    values = Values(ticket, agent=by, language=language)
    return fill_line(macro.subject_in(language), say=values.say, label=label)
