"""The outbox as a state machine: what may become of a recipient, and what that makes of the whole.

Pure. Every change of a recipient's state is asked here first, so an event that comes late or twice
changes nothing: what the mail server says after a report has already told the end, a report of
delivery after the mail came back, a cancelled answer's retry.
"""

from collections.abc import Collection, Mapping
from typing import Final

from helpwell.channels.models import Delivery, Recipient

S = Recipient.State

MAY_BECOME: Final[Mapping[S, frozenset[S]]] = {
    # put into the outbox; “undo” and “send now” happen here
    S.QUEUED: frozenset({S.SENDING, S.CANCELLED, S.FAILED}),
    # waits for the time somebody chose
    S.HELD: frozenset({S.QUEUED, S.CANCELLED}),
    # a sender has it in hand; a report may come before the server's answer is noted
    S.SENDING: frozenset({S.SENT, S.DEFERRED, S.FAILED, S.QUEUED, S.DELIVERED, S.BOUNCED}),
    # not now; where the connection broke after the mail, a report may tell that it was taken
    S.DEFERRED: frozenset({S.SENDING, S.QUEUED, S.FAILED, S.CANCELLED, S.DELIVERED, S.BOUNCED}),
    # the mail server has it; never again by us unless it comes back
    S.SENT: frozenset({S.DELIVERED, S.BOUNCED}),
    # reached a mailbox, which may pass it on to one that sends it back
    S.DELIVERED: frozenset({S.BOUNCED}),
    # came back: that is what an agent must know, so a late “delivered” does not hide it
    S.BOUNCED: frozenset({S.QUEUED}),
    # refused or given up; a report of delivery proves otherwise
    S.FAILED: frozenset({S.QUEUED, S.DELIVERED}),
    # somebody's decision, for good
    S.CANCELLED: frozenset(),
}

WAITING: Final = (S.QUEUED, S.DEFERRED)
IN_HAND: Final = (*WAITING, S.SENDING)  # also those whose sender was killed
STOPPABLE: Final = (S.QUEUED, S.HELD, S.DEFERRED)
LEFT: Final = (S.SENT, S.DELIVERED, S.BOUNCED)


def may_become(before: str, after: str) -> bool:
    """Whether a recipient in state `before` may be set to `after`."""
    return S(after) in MAY_BECOME[S(before)]


def sources_of(after: str) -> tuple[S, ...]:
    """The states from which a recipient may become `after`."""
    return tuple(before for before, allowed in MAY_BECOME.items() if after in allowed)


def state_of(recipients: Collection[str]) -> Delivery.State:
    """The state of a delivery whose recipients have these states."""
    states = {S(state) for state in recipients}
    for those, whole in WHOLE:
        if states & those:
            return whole
    return Delivery.State.CANCELLED if states else Delivery.State.FAILED


# The first that has a recipient decides.
WHOLE: Final[tuple[tuple[frozenset[S], Delivery.State], ...]] = (
    (frozenset({S.SENDING}), Delivery.State.SENDING),
    (frozenset(WAITING), Delivery.State.QUEUED),
    (frozenset({S.HELD}), Delivery.State.HELD),
    (frozenset(LEFT), Delivery.State.SENT),
    (frozenset({S.FAILED}), Delivery.State.FAILED),
)
