"""What we told a customer we would do: made, moved, kept, withdrawn; and the clock's part in it."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypedDict

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.actors import SYSTEM, By
from helpwell.core.masking import masked
from helpwell.core.text import name_of
from helpwell.tickets.actions.locking import announce, locked, locked_with
from helpwell.tickets.actions.undoing import takes_back
from helpwell.tickets.errors import (
    NoSuchMoment,
    NothingPromised,
    NotUndone,
    PromiseSettled,
    TicketGone,
)
from helpwell.tickets.facts import (
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromiseMoved,
    PromiseReminded,
    PromiseRestored,
    PromiseWithdrawn,
)
from helpwell.tickets.models import Message, Promise, Ticket

FURTHEST = timedelta(days=731)
LONGEST_WORDS = 300
REMINDED_BEFORE = timedelta(hours=2)
SETTLED = (Promise.State.KEPT, Promise.State.BROKEN, Promise.State.WITHDRAWN)


@transaction.atomic
def promise(
    ticket: Ticket, *, words: str, due_at: datetime, by: By, message: Message | None = None
) -> int:
    """Note what we promised and by when; `message` is the answer that says so.

    Refuses empty words, and moments gone or more than two years away. Returns the id of its fact.
    """
    ticket = locked(ticket)
    kept_words = masked(name_of(words, most=LONGEST_WORDS))
    if not kept_words:
        raise NothingPromised
    made = Promise.objects.create(
        ticket=ticket,
        words=kept_words,
        due_at=_to_come(due_at),
        remind_at=reminder_for(due_at),
        made_by=by if isinstance(by, User) else None,
        made_at=clock.now(),
        message=message,
    )
    return announce(ticket, PromiseMade(**_of(made, ticket), until=due_at.isoformat(), by=by.actor))


@transaction.atomic
def move_promise(given: Promise, *, to: datetime, by: By) -> int | None:
    """Give a promise another moment; one that was overdue stays known as broken."""
    ticket, found = _in_hand(given, by)
    before = found.due_at
    if before == to:
        return None
    found.due_at, found.remind_at = _to_come(to), reminder_for(to)
    found.save(update_fields=["due_at", "remind_at"])
    moved = PromiseMoved(
        **_of(found, ticket), until_before=before.isoformat(), until=to.isoformat(), by=by.actor
    )
    return announce(ticket, moved)


@transaction.atomic
def keep_promise(given: Promise, *, by: By) -> int:
    """Say that what was promised is done, in time or late."""
    ticket, found = _in_hand(given, by)
    found.state = Promise.State.BROKEN if found.is_overdue else Promise.State.KEPT
    found.settled_at = clock.now()
    found.save(update_fields=["state", "settled_at"])
    return announce(
        ticket, PromiseKept(**_of(found, ticket), is_late=found.is_overdue, by=by.actor)
    )


@transaction.atomic
def withdraw_promise(given: Promise, *, by: By) -> int:
    """Say that a promise does not stand any more; one that was overdue stays known as broken."""
    ticket, found = _in_hand(given, by)
    found.state, found.settled_at = Promise.State.WITHDRAWN, clock.now()
    found.save(update_fields=["state", "settled_at"])
    return announce(ticket, PromiseWithdrawn(**_of(found, ticket), by=by.actor))


def watch_promises() -> datetime | None:
    """Remind of promises whose reminder is due, and note those whose time has passed.

    Returns the moment of the next one.
    """
    now, still = clock.now(), Promise.objects.filter(state=Promise.State.OPEN)
    for pk in list(still.filter(remind_at__lte=now).values_list("pk", flat=True)):
        _remind(pk)
    for pk in list(still.filter(due_at__lte=now, is_overdue=False).values_list("pk", flat=True)):
        _break(pk)
    coming = [
        still.filter(due_at__gt=now).order_by("due_at").values_list("due_at", flat=True).first(),
        still.filter(remind_at__gt=now).order_by("remind_at").values_list("remind_at", flat=True)
        .first(),
    ]  # fmt: skip
    return min((moment for moment in coming if moment), default=None)


def reminder_for(due_at: datetime) -> datetime:
    """Two hours before, or half-way where there is less time than that."""
    now = clock.now()
    return max(due_at - REMINDED_BEFORE, now + (due_at - now) / 2)


def _to_come(due_at: datetime) -> datetime:
    if not clock.now() < due_at < clock.now() + FURTHEST:
        raise NoSuchMoment
    return due_at


def _in_hand(given: Promise, by: By) -> tuple[Ticket, Promise]:
    """The ticket and the promise as they are now; refuses one that is settled already."""
    ticket = locked_with(given)
    found = Promise.objects.select_for_update().get(pk=given.pk)
    if found.state != Promise.State.OPEN:
        raise PromiseSettled
    if found.due_at <= clock.now():
        _note_broken(ticket, found)
    return ticket, found


@transaction.atomic
def _remind(pk: int) -> None:
    found = _still_open(pk)
    if found is None or found.remind_at is None or found.remind_at > clock.now():
        return
    found.remind_at = None
    found.save(update_fields=["remind_at"])
    if found.due_at > clock.now():
        announce(found.ticket, PromiseReminded(**_of(found, found.ticket), by=SYSTEM))


@transaction.atomic
def _break(pk: int) -> None:
    found = _still_open(pk)
    if found and found.due_at <= clock.now():
        _note_broken(found.ticket, found)


def _still_open(pk: int) -> Promise | None:
    """A promise with its ticket, both in hand, in the order in which everybody takes them."""
    with suppress(TicketGone):
        locked_with(Promise(pk=pk))
    return Promise.objects.select_for_update().filter(pk=pk, state=Promise.State.OPEN).first()


def _note_broken(ticket: Ticket, found: Promise) -> None:
    if not found.is_overdue:
        found.is_overdue = True
        found.save(update_fields=["is_overdue"])
        announce(ticket, PromiseBroken(**_of(found, ticket), by=SYSTEM))


class _Ids(TypedDict):
    ticket_id: int
    promise_id: int
    owner_id: int | None


def _of(found: Promise, ticket: Ticket) -> _Ids:
    owner = ticket.assignee_id or found.made_by_id
    return {"ticket_id": ticket.pk, "promise_id": found.pk, "owner_id": owner}


def _as_it_was(ticket: Ticket, promise_id: int, states: tuple[str, ...]) -> Promise:
    found = Promise.objects.select_for_update().filter(pk=promise_id, ticket=ticket).first()
    if found is None or found.state not in states:
        raise NotUndone
    return found


@takes_back(PromiseMade, needs="tickets.promise")
def _unmake(ticket: Ticket, fact: PromiseMade, by: By) -> int | None:
    found = _as_it_was(ticket, fact.promise_id, (Promise.State.OPEN,))
    return withdraw_promise(found, by=by)


@takes_back(PromiseMoved, needs="tickets.promise")
def _unmove(ticket: Ticket, fact: PromiseMoved, by: By) -> int | None:
    found = _as_it_was(ticket, fact.promise_id, (Promise.State.OPEN,))
    if found.due_at.isoformat() != fact.until:
        raise NotUndone
    return move_promise(found, to=datetime.fromisoformat(fact.until_before), by=by)


def _restore(ticket: Ticket, fact: PromiseKept | PromiseWithdrawn, by: By) -> int | None:
    found = _as_it_was(ticket, fact.promise_id, SETTLED)
    found.state, found.settled_at = Promise.State.OPEN, None
    found.save(update_fields=["state", "settled_at"])
    return announce(ticket, PromiseRestored(**_of(found, ticket), by=by.actor))


takes_back(PromiseKept, needs="tickets.promise")(_restore)
takes_back(PromiseWithdrawn, needs="tickets.promise")(_restore)
