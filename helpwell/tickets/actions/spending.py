"""Noting the time that a ticket took."""

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import name_of
from helpwell.tickets.actions.locking import announce, locked, locked_with
from helpwell.tickets.actions.undoing import takes_back
from helpwell.tickets.errors import NotUndone
from helpwell.tickets.facts import TimeSpent
from helpwell.tickets.models import Ticket, TimeEntry

LONGEST_WORDS = 200


@transaction.atomic
def spend(ticket: Ticket, *, seconds: int, by: User, words: str = "") -> int:
    """Note that `by` has spent so long on the ticket; the fact's id, for undoing."""
    ticket = locked(ticket)
    entry = TimeEntry.objects.create(
        ticket=ticket,
        agent=by,
        seconds=seconds,
        words=name_of(words, most=LONGEST_WORDS),
        spent_at=clock.now(),
    )
    return _tell(ticket, entry.pk, seconds, by)


@transaction.atomic
def correct_time(entry: TimeEntry, *, seconds: int, by: User, words: str = "") -> int:
    """Say that it was longer or shorter, or what it was for."""
    ticket = locked_with(entry)
    entry = TimeEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    more = seconds - entry.seconds
    entry.seconds, entry.words = seconds, name_of(words, most=LONGEST_WORDS)
    entry.save(update_fields=["seconds", "words"])
    return _tell(ticket, entry.pk, more, by)


@transaction.atomic
def remove_time(entry: TimeEntry, *, by: User) -> int | None:
    """Take an entry out again."""
    ticket = locked_with(entry)
    found = TimeEntry.objects.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if found is None:
        return None
    found.delete()
    return _tell(ticket, entry.pk, -found.seconds, by)


@takes_back(TimeSpent, needs="tickets.note")
def _unspend(ticket: Ticket, fact: TimeSpent, by: By) -> int | None:
    entry = TimeEntry.objects.filter(pk=fact.entry_id, ticket=ticket).first()
    if entry is None or not isinstance(by, User) or entry.agent_id != by.pk or fact.seconds <= 0:
        raise NotUndone
    if entry.seconds == fact.seconds:
        return remove_time(entry, by=by)
    return correct_time(entry, seconds=entry.seconds - fact.seconds, words=entry.words, by=by)


def _tell(ticket: Ticket, entry_id: int, seconds: int, by: User) -> int:
    fact = TimeSpent(ticket_id=ticket.pk, entry_id=entry_id, seconds=seconds, by=by.actor)
    return announce(ticket, fact)
