"""Customers whose tickets were merged without their taking part in each other's.

Whoever answers on the ticket that survives answers its own customer: nothing of the others is
quoted to them, nor is anything sent to the others, but to whoever writes anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from helpwell.tickets.merged import merges_into
from helpwell.tickets.models import Merge, Message, Participant, Ticket


@dataclass(frozen=True)
class Apart:
    """What came by merges with people who have no part: messages by primary key, and the subject
    of their own ticket by customer."""

    message_ids: frozenset[int] = frozenset()
    subjects: dict[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.subjects)


def apart_on(
    ticket: Ticket,
    *,
    merges: Sequence[Merge] | None = None,
    participants: Sequence[int] | None = None,
) -> Apart:
    """Who is kept apart on a ticket; its merges and participants may be known already."""
    merges = merges_into(ticket) if merges is None else merges
    if not merges:
        return Apart()
    if participants is None:
        rows = Participant.objects.filter(ticket=ticket)
        participants = list(rows.values_list("customer", flat=True))
    inside = {ticket.requester_id, *participants}
    subjects = {m.requester_id: m.subject for m in merges if m.requester_id not in inside}  # type: ignore[attr-defined]
    return Apart(_brought_by(merges, set(subjects)), subjects)


def shares_an_address(message: Message, other: Message) -> bool:
    """Whether somebody whom `message` goes to wrote or got `other`."""
    addressed = {r["email"].lower() for r in message.recipients}
    return bool(addressed & {r["email"].lower() for r in other.recipients})


def _brought_by(merges: Sequence[Merge], customers: set[int]) -> frozenset[int]:
    """The messages of those people's own tickets; one within another merge is its first one's."""
    whose: dict[int, int] = {}
    for merge in merges:
        for message_id in merge.message_ids:
            whose.setdefault(message_id, merge.requester_id)  # type: ignore[attr-defined]
    return frozenset(pk for pk, customer in whose.items() if customer in customers)
