"""Whose mail is sent next: an inbox takes its turn, and in it one delivery after the other.

A hold is an advisory lock of this connection: when the sender dies PostgreSQL frees it.
"""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction

from helpwell.channels.actions import outcomes
from helpwell.channels.locks import DELIVERY, TURN, lock, unlock
from helpwell.channels.models import Delivery, Inbox, Recipient
from helpwell.channels.outbox_queries import due, free_at, waiting
from helpwell.core import clock

MOST_TOGETHER = 4  # senders for one inbox
EXTRA = threading.BoundedSemaphore(3)  # of this process's; the others stay free for other inboxes


@contextmanager
def turn(*, but: Collection[int]) -> Iterator[Inbox | None]:
    """The inbox whose due answer waits longest, with nobody or few others at it; none if none.

    Every inbox has one sender before any has two, and one in trouble never has two; so a server
    that is slow or dead keeps no other inbox's mail.
    """
    inboxes = list(waiting().exclude(pk__in=list(but)))
    places = [(place, inbox) for place in range(MOST_TOGETHER) for inbox in inboxes]
    for place, inbox in places:
        if place and inbox.send_pause_seconds:
            continue
        with _at(place, inbox) as is_ours:
            if is_ours:
                yield inbox
                return
    yield None


@contextmanager
def _at(place: int, inbox: Inbox) -> Iterator[bool]:
    """One of the places for senders of an inbox, if it is free."""
    if place and not EXTRA.acquire(blocking=False):
        yield False
        return
    key = inbox.pk * MOST_TOGETHER + place
    is_ours = lock(TURN, key)
    try:
        yield is_ours
    finally:
        if is_ours:
            unlock(TURN, key)
        if place:
            EXTRA.release()


@transaction.atomic
def claim_next(inbox: Inbox) -> Delivery | None:
    """Take the inbox's next due delivery in hand, for this connection alone; none also while its
    provider's limit is used up.

    One whose sender died is still marked as being sent, and is taken up again under the same
    Message-ID.
    """
    if inbox.most_a_minute and free_at(Inbox.objects.select_for_update().get(pk=inbox.pk)):
        return None
    mine = due().filter(inbox=inbox).select_related("message__ticket", "message__author")
    free = mine.select_for_update(skip_locked=True, of=("self",)).order_by("due_at", "pk")
    for delivery in free[: MOST_TOGETHER + 2]:  # those that others have in hand are among them
        if lock(DELIVERY, delivery.pk):
            delivery.inbox = inbox
            return _begun(delivery)
    return None


def let_go(delivery: Delivery) -> None:
    """Others may take it in hand again."""
    unlock(DELIVERY, delivery.pk)


def _begun(delivery: Delivery) -> Delivery:
    outcomes.move(delivery.recipients.all(), Recipient.State.SENDING)
    delivery.state = Delivery.State.SENDING
    delivery.claimed_at = clock.now()
    delivery.attempts += 1
    delivery.save(update_fields=["state", "claimed_at", "attempts"])
    return delivery
