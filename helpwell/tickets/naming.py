"""Finding a ticket by its number or by words, for pick lists."""

from collections.abc import Collection

from helpwell.accounts.models import User
from helpwell.core.numbers import whole
from helpwell.search.queries import find
from helpwell.tickets.merged import goes_on_in
from helpwell.tickets.models import Ticket
from helpwell.tickets.queries import KINDS, audience, found_tickets, visible_to
from helpwell.tickets.standing_views import NOT_HIDDEN

MOST = 8


def named_tickets(
    user: User, typed: str, *, but: Collection[int] = (), requesters: Collection[int] = ()
) -> list[Ticket]:
    """Tickets that this person sees: of that number, else with those words, else of `requesters`;
    a merged one by the number of the ticket it goes on in."""
    rows = visible_to(user).filter(NOT_HIDDEN).exclude(pk__in=but).select_related("requester")
    typed = typed.strip()
    number = whole(typed.removeprefix("#"))
    if number is not None:
        return list(rows.filter(pk__in=[number, goes_on_in(number) or number]))
    if typed:
        ids = found_tickets(find(typed, kinds=list(KINDS), audience=audience(user)))
        return list(rows.filter(pk__in=ids[: MOST * 4]).newest_first()[:MOST])
    return list(rows.filter(requester__in=requesters).newest_first()[:MOST])
