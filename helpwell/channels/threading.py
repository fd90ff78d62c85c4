"""Which ticket a mail belongs to: by proof only, never by its subject."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from helpwell.channels import signing
from helpwell.channels.mail.incoming import Incoming
from helpwell.tickets.models import Ticket


@dataclass(frozen=True)
class Thread:
    """A ticket and what proved that the mail belongs to it."""

    ticket: Ticket
    by: Literal["address", "reference"]


def find(incoming: Incoming, *, envelope_to: str) -> Thread | None:
    """The open ticket that a signed reply address, or else a signed Message-ID, points to."""
    for ticket_id in _by_address(incoming, envelope_to):
        if ticket := _takes_mail(ticket_id):
            return Thread(ticket, "address")
    for ticket_id in _by_reference(incoming):
        if ticket := _takes_mail(ticket_id):
            return Thread(ticket, "reference")
    return None


def _by_address(incoming: Incoming, envelope_to: str) -> Iterator[int]:
    visible = (address.email for address in (*incoming.to, *incoming.cc))
    yield from _known(
        map(signing.ticket_of_address, (envelope_to, *incoming.delivered_to, *visible))
    )


def _by_reference(incoming: Incoming) -> Iterator[int]:
    newest_first = (*incoming.in_reply_to, *reversed(incoming.references))
    yield from _known(map(signing.ticket_of_message_id, newest_first))


def _known(ids: Iterable[int | None]) -> Iterator[int]:
    yield from dict.fromkeys(found for found in ids if found is not None)


def _takes_mail(ticket_id: int) -> Ticket | None:
    """A closed ticket takes no more mail: what comes for it opens a new one."""
    return Ticket.objects.exclude(status=Ticket.Status.CLOSED).filter(pk=ticket_id).first()
