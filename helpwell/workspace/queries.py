"""Finding anything, within what one may see."""

from dataclasses import dataclass, field

from helpwell.accounts.models import User
from helpwell.core.numbers import whole
from helpwell.customers import queries as customers
from helpwell.customers.models import Customer
from helpwell.search.queries import find
from helpwell.tickets import queries as tickets
from helpwell.tickets.models import Message, Ticket

MOST = 30
MOST_CUSTOMERS = 10  # the page of customers finds the rest


@dataclass(frozen=True)
class Found:
    """What fits: the ticket of that number, tickets with the words and where, customers."""

    number: Ticket | None = None
    tickets: list[Ticket] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.number or self.tickets or self.customers)


def everything_with(typed: str, user: User, *, most: int = MOST) -> Found:
    """Tickets and customers that hold every word of `typed`, newest first, at most `most` each."""
    if not typed:
        return Found()
    return Found(
        number=_numbered(typed, user),
        tickets=_tickets_with(typed, user, most),
        customers=_customers_with(typed, user, min(most, MOST_CUSTOMERS)),
    )


def _numbered(typed: str, user: User) -> Ticket | None:
    number = whole(typed.removeprefix("#").replace(" ", ""))
    if number is None:
        return None
    return tickets.visible_to(user).with_row_details().filter(pk=number).first()


def _tickets_with(typed: str, user: User, most: int) -> list[Ticket]:
    entries = list(find(typed, kinds=["ticket", "message"], audience=tickets.audience(user)))
    ids = tickets.found_tickets(entries)[:most]
    rows = {ticket.pk: ticket for ticket in tickets.with_ids(user, ids)}
    _show_where(rows, [e.object_id for e in entries if e.kind == "message"])
    return sorted(rows.values(), key=lambda ticket: (ticket.active_at, ticket.pk), reverse=True)


def _show_where(rows: dict[int, Ticket], message_ids: list[int]) -> None:
    """Let each row's last words be those of the newest message that was found."""
    found = Message.objects.filter(pk__in=message_ids[:100], ticket__in=rows).order_by("pk")
    for ticket_id, text in found.values_list("ticket_id", "text"):
        rows[ticket_id].found_text = text  # type: ignore[attr-defined]


def _customers_with(typed: str, user: User, most: int) -> list[Customer]:
    ids = [entry.object_id for entry in find(typed, kinds=["customer"])[:most]]
    visible = customers.visible_to(user).filter(pk__in=ids)
    return list(visible.select_related("organisation").prefetch_related("identities"))
