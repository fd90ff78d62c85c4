"""Doing several deeds on a ticket in one go, and taking them back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.core.actors import Actor, By
from helpwell.core.errors import Refused
from helpwell.events.actions import publish
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.tickets.actions.locking import locked, wait_for_turn
from helpwell.tickets.actions.undoing import undo
from helpwell.tickets.deeds.deed import Deed
from helpwell.tickets.errors import OutOfSight
from helpwell.tickets.facts import MessageAccompanied
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.people import sees
from helpwell.tickets.ways_back import ways_back


@dataclass(frozen=True)
class Done:
    """The facts of what was done, and in words what was not and why."""

    fact_ids: list[int]
    refusals: list[str]

    def told(self, words: str) -> str:
        """`words`, and after them what was not done."""
        return " ".join([words, *(_("Not done: %s.") % each for each in self.refusals)])


NOTHING = Done([], [])


@transaction.atomic
def carry_out(ticket: Ticket, deeds: Sequence[Deed], *, by: User) -> Done:
    """Do all deeds that can be done; each that is refused is told, and leaves nothing behind.

    Nothing is done where a merged ticket goes on in one that this person does not see.
    """
    _wait_if_joining(deeds)
    here = locked(ticket)
    if _is_out_of_sight(here, ticket, by):
        return Done([], [str(OutOfSight())])
    fact_ids, refusals = [], []
    for deed in deeds:
        try:
            with transaction.atomic():
                deed.check(by)
                fact_id = deed.act(locked(here), by=by)
        except Refused as refused:
            refusals.append(f"{deed.words} ({str(refused).rstrip('.')})")
        else:
            fact_ids += [fact_id] if fact_id else []
    return Done(fact_ids, refusals)


@transaction.atomic
def accompany(message: Message, deeds: Sequence[Deed], *, by: User, before: Done = NOTHING) -> Done:
    """Do what goes along with an answer or a note; taking the answer back undoes it, and what was
    done `before` it for its sake."""
    after = carry_out(message.ticket, deeds, by=by) if deeds else NOTHING
    done = Done([*before.fact_ids, *after.fact_ids], [*before.refusals, *after.refusals])
    if done.fact_ids:
        publish(
            MessageAccompanied(
                ticket_id=message.ticket_id,
                message_id=message.pk,
                fact_ids=done.fact_ids,
                by=by.actor,
            )
        )
    return done


@transaction.atomic
def say_along(
    ticket: Ticket, deeds: Sequence[Deed], say: Callable[[], Message], *, by: User
) -> tuple[Message, Done]:
    """Say something with what goes along with it: first the deeds that fill in what its sending
    asks for, then the words, then the others."""
    _wait_if_joining(deeds)
    before = carry_out(ticket, [deed for deed in deeds if deed.fills], by=by)
    message = say()
    others = [deed for deed in deeds if not deed.fills]
    return message, accompany(message, others, by=by, before=before)


@transaction.atomic
def take_back(ticket: Ticket, fact_ids: Iterable[int], *, by: By) -> list[str]:
    """Undo what was done in one go, the last first; in words what was changed again since, and
    what this person may not undo."""
    rows = Fact.objects.filter(pk__in=list(fact_ids), about=f"ticket:{ticket.pk}").order_by("-pk")
    if any(ways_back[row.name].joins for row in rows if row.name in ways_back):
        wait_for_turn()
    if _is_out_of_sight(locked(ticket), ticket, by):
        return [str(OutOfSight())]
    refusals = []
    for row in rows:
        fact = revive(row.name, row.payload, Actor(kind="agent", id=row.actor_id))
        try:
            with transaction.atomic():
                undo(ticket, fact, by=by)
        except Refused as refused:
            refusals.append(str(refused))
    return refusals


def _wait_if_joining(deeds: Iterable[Deed]) -> None:
    if any(deed.joins for deed in deeds):
        wait_for_turn()


def _is_out_of_sight(here: Ticket, ticket: Ticket, by: By) -> bool:
    """Whether the ticket was merged, and what it goes on in is nothing for this person."""
    return here.pk != ticket.pk and isinstance(by, User) and not sees(by, here)
