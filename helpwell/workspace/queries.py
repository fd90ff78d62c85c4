"""Finding anything, within what one may see."""

from collections.abc import Callable
from dataclasses import dataclass, field

from helpwell.accounts.models import User
from helpwell.core.numbers import whole
from helpwell.customers import queries as customers
from helpwell.customers.models import Customer
from helpwell.search.models import Entry
from helpwell.search.queries import find, find_close
from helpwell.tickets import queries as tickets
from helpwell.tickets.models import Message, Ticket, TicketQuerySet
from helpwell.tickets.standing_views import NOT_HIDDEN

type Find = Callable[..., list[Entry]]
MOST = 30
IN_SPAM = "in:spam"
MOST_CUSTOMERS = 10  # the page of customers finds the rest


@dataclass(frozen=True)
class Found:
    """What fits: the ticket of that number, tickets with the words and where, customers.

    `is_close` when nothing holds the words as typed, but something holds words like them.
    """

    number: Ticket | None = None
    tickets: list[Ticket] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    is_close: bool = False

    def __bool__(self) -> bool:
        return bool(self.number or self.tickets or self.customers)


def everything_with(typed: str, user: User, *, most: int = MOST) -> Found:
    """Tickets and customers that hold every word of `typed`, newest first, at most `most` each.

    With `in:spam` among the words it looks through spam alone, else through all but spam.
    """
    words = " ".join(word for word in typed.split() if word.lower() != IN_SPAM)
    if not words:
        return Found()
    if IN_SPAM in typed.lower().split():
        return _in_spam(words, user, most)
    found = Found(
        number=_numbered(words, tickets.visible_to(user).filter(NOT_HIDDEN)),
        tickets=_tickets_with(words, user, most, find),
        customers=_customers_of(customers.matches(words), user, most),
    )
    return found or _close_to(words, user, most)


def _in_spam(words: str, user: User, most: int) -> Found:
    return Found(
        number=_numbered(words, tickets.visible_to(user).exclude(NOT_HIDDEN)),
        tickets=_tickets_with(words, user, most, find, kinds=tickets.SPAM_KINDS),
    )


def _close_to(typed: str, user: User, most: int) -> Found:
    """What holds words that differ by one slip of the finger."""
    return Found(
        tickets=_tickets_with(typed, user, most, find_close),
        customers=_customers_of(find_close(typed, kinds=["customer"]), user, most),
        is_close=True,
    )


def _numbered(typed: str, among: TicketQuerySet) -> Ticket | None:
    number = whole(typed.removeprefix("#").replace(" ", ""))
    if number is None:
        return None
    return among.with_row_details().filter(pk=number).first()


def _tickets_with(
    typed: str, user: User, most: int, find: Find, *, kinds: tuple[str, str] = tickets.KINDS
) -> list[Ticket]:
    entries = list(find(typed, kinds=list(kinds), audience=tickets.audience(user)))
    ids = tickets.found_tickets(entries)[:most]
    rows = {ticket.pk: ticket for ticket in tickets.with_ids(user, ids)}
    _, messages = kinds
    _show_where(rows, [e.object_id for e in entries if e.kind == messages])
    return sorted(rows.values(), key=lambda ticket: (ticket.active_at, ticket.pk), reverse=True)


def _show_where(rows: dict[int, Ticket], message_ids: list[int]) -> None:
    """Let each row's last words be those of the newest message that was found."""
    found = Message.objects.filter(pk__in=message_ids[:100], ticket__in=rows).order_by("pk")
    for ticket_id, text, talk_id in found.values_list("ticket_id", "text", "side_talk"):
        rows[ticket_id].found_text = text  # type: ignore[attr-defined]
        rows[ticket_id].found_aside = talk_id  # type: ignore[attr-defined]


def _customers_of(entries: list[Entry], user: User, most: int) -> list[Customer]:
    ids = [entry.object_id for entry in entries[: min(most, MOST_CUSTOMERS)]]
    visible = customers.visible_to(user).filter(pk__in=ids)
    return list(visible.select_related("organisation").prefetch_related("identities"))
