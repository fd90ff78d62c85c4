"""Which ticket a mail belongs to: by proof only, never by its subject (docs/threading.md)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from helpwell.channels import signing
from helpwell.channels.mail.identity import TICKET, Name
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.models import Envelope
from helpwell.channels.participants import addresses_of, participants_of
from helpwell.channels.standing import Standing
from helpwell.tickets.merged import survivor_of
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.queries import replacement_of
from helpwell.tickets.reopening import place_of_mail

MOST_IDS = 200
MOST_TICKETS = 10
By = Literal["address", "reference", "conversation"]
SIGNED = ("address", "reference")


@dataclass(frozen=True)
class Thread:
    """An open ticket and what proved that the mail belongs to it."""

    ticket: Ticket
    by: By

    @property
    def is_signed(self) -> bool:
        """Whether the mail carries a name that only we can have given it."""
        return self.by in SIGNED


@dataclass(frozen=True)
class Finding:
    """What a mail's proofs lead to: a ticket that takes it, or one that a new one continues or
    replaces."""

    thread: Thread | None = None
    closed: Ticket | None = None
    finished: Ticket | None = None


def find(incoming: Incoming, *, envelope_to: str, standing: Standing) -> Finding:
    """The ticket a mail belongs to, the strongest proof first.

    A closed ticket, or one in the trash, takes no mail; the one that continues it does. A solved
    one takes a customer's mail as the house's policy says; what a machine or one of us writes
    changes nothing about it, and goes there.
    """
    is_customers = not (incoming.is_autoreply or incoming.is_bounce or standing.is_ours)
    closed: Ticket | None = None
    for by, ticket in _proven(incoming, envelope_to, standing):
        place = place_of_mail(ticket, is_customers=is_customers)
        if place.ticket:
            return Finding(thread=Thread(place.ticket, by))
        if place.finished:
            opened = _opened_instead(place.finished, incoming, standing)
            return Finding(Thread(opened, by)) if opened else Finding(finished=place.finished)
        closed = closed or place.continues
    return Finding(closed=closed)


def _opened_instead(ticket: Ticket, incoming: Incoming, standing: Standing) -> Ticket | None:
    """What the last mail about a finished ticket has opened, for who takes part there."""
    opened = replacement_of(ticket)
    if opened is None or standing.is_forged:
        return None
    return opened if addresses_of(incoming.from_email) & participants_of(opened) else None


def _proven(
    incoming: Incoming, envelope_to: str, standing: Standing
) -> Iterator[tuple[By, Ticket]]:
    names = _names(incoming)
    places = _places_of(names)
    yield from (("reference", ticket) for ticket in _moved_since(names[:1], places))
    yield from (("conversation", t) for t in _conversations(incoming, standing, is_moved=True))
    yield from (("address", ticket) for ticket in _by_address(incoming, envelope_to))
    yield from (("reference", ticket) for ticket in _tickets(places[name] for name in names))
    yield from (("conversation", t) for t in _conversations(incoming, standing, is_moved=False))


def _by_address(incoming: Incoming, envelope_to: str) -> Iterator[Ticket]:
    """The tickets whose signed reply addresses the mail was sent to."""
    people = (*incoming.to, *incoming.cc)
    visible = (text for address in people for text in (address.email, address.name))
    names = map(signing.name_of_address, (envelope_to, *incoming.delivered_to, *visible))
    yield from _tickets(name.id for name in names if name and name.kind == TICKET)


def _names(incoming: Incoming) -> list[Name]:
    """Our own genuine Message-IDs that the mail answers, the one it answers directly first.

    The fields are also read as they stand, for what gateways have made of them.
    """
    answered = [*incoming.in_reply_to, incoming.header("in-reply-to")]
    earlier = [*reversed(incoming.references), incoming.header("references")]
    found = (name for text in (*answered, *earlier) for name in reversed(signing.names_in(text)))
    return [name for name in dict.fromkeys(found) if name.kind == TICKET][:MOST_IDS]


def _places_of(names: list[Name]) -> dict[Name, int | None]:
    """The ticket each of our messages is on now; it may have been moved since it was named.

    One of a side talk is no way onto the ticket, where the customer would read along.
    """
    messages = Message.objects.filter(pk__in=[name.message_id for name in names])
    rows = messages.values_list("pk", "ticket", "kind")
    where = {pk: (ticket, kind) for pk, ticket, kind in rows}
    return {n: _place_of(n, *where.get(n.message_id or 0, (n.id, ""))) for n in names}


def _place_of(name: Name, ticket_id: int, kind: str) -> int | None:
    return None if kind and kind not in Message.PUBLIC else ticket_id


def _moved_since(names: list[Name], places: dict[Name, int | None]) -> Iterator[Ticket]:
    """Where the answered message was moved to: that is meant, whatever its old address says."""
    yield from _tickets(places[name] for name in names if places[name] != name.id)


def _conversations(incoming: Incoming, standing: Standing, *, is_moved: bool) -> Iterator[Ticket]:
    """The tickets that the mails it answers came in on, if its sender takes part there.

    Their Message-IDs are no secret of ours, so a forged sender is not believed; `is_moved` asks
    only for the mail it answers directly, where somebody has moved that.
    """
    ids = [*incoming.in_reply_to, *reversed(incoming.references)]
    if not ids or standing.is_forged or standing.is_ours:
        return
    came = Envelope.objects.filter(
        message_id_header__in=ids[: 1 if is_moved else MOST_IDS],
        message__kind=Message.Kind.RECEIVED,
    )
    if is_moved:
        came = came.filter(threaded_by="moved")
    where = dict(came.order_by("pk").values_list("message_id_header", "message__ticket"))
    theirs = addresses_of(incoming.from_email) if where else set()
    for ticket in _tickets(where.get(name) for name in ids):
        if theirs & participants_of(ticket):
            yield ticket


def _tickets(ids: Iterable[int | None]) -> Iterator[Ticket]:
    """The tickets of these numbers that exist, in this order, a few of them; in the place of a
    merged one the one it goes on in."""
    wanted = [pk for pk in dict.fromkeys(ids) if pk is not None][:MOST_TICKETS]
    if wanted:
        found = Ticket.objects.in_bulk(wanted)
        yield from (survivor_of(found[pk]) for pk in wanted if pk in found)
