"""Taking a change back: every kind of it says how, and by what right, beside where it is made."""

from collections.abc import Callable

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core.actors import By
from helpwell.events.facts import Fact
from helpwell.tickets.actions.locking import locked, wait_for_turn
from helpwell.tickets.errors import MayNotUndo, NotUndone
from helpwell.tickets.models import Ticket
from helpwell.tickets.ways_back import Back, WayBack, in_sight, needed_to_undo, ways_back


def takes_back(kind: type[Fact], *, needs: str, joins: bool = False) -> Callable[[Back], Back]:
    """Let the decorated function take back what facts of this kind tell, if it still stands, for
    whoever has the right to do such a thing anew: `needs`.

    It gets the locked ticket; what `joins` tickets may lock others, since it has its turn then.
    """

    def register(back: Back) -> Back:
        ways_back[kind.name] = WayBack(back, needs, joins)
        return back

    return register


@transaction.atomic
def undo(ticket: Ticket, fact: Fact, *, by: By) -> int | None:
    """Take a change back, if what it set still stands; the undoing is itself in the history.

    Refuses whoever may not do such a thing now (MayNotUndo). What reaches into tickets that they do
    not see is, for them, as changed since as what is gone (NotUndone).
    """
    way = ways_back.get(fact.name)
    if way is None:
        raise NotUndone
    if isinstance(by, User):
        _insist_on_right(fact, by)
    if way.joins:
        wait_for_turn()
    return way.back(locked(ticket), fact, by)


def _insist_on_right(fact: Fact, by: User) -> None:
    told = fact.payload()
    if not by.can(needed_to_undo(fact.name, told)):
        raise MayNotUndo
    if not in_sight(told, done_by=fact.by.id, user=by):
        raise NotUndone
