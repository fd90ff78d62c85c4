"""Who may take which change back, and the changes as they were told."""

from collections.abc import Iterable

from helpwell.accounts.models import User
from helpwell.core.actors import Actor
from helpwell.events import facts
from helpwell.events.models import Fact
from helpwell.tickets import history
from helpwell.tickets.models import Ticket
from helpwell.tickets.ways_back import in_sight, needed_to_undo


def needed_for(fact: Fact) -> str:
    """The capability that taking this change back takes; nothing for what is never taken back."""
    return needed_to_undo(fact.name, fact.payload)


def needed_for_all(fact_ids: Iterable[int]) -> list[str]:
    """The capabilities that taking back all these changes takes."""
    rows = Fact.objects.filter(pk__in=list(fact_ids))
    kinds = rows.values_list("name", "payload__before", "payload__after").distinct().order_by()
    told = ((name, {"before": before, "after": after}) for name, before, after in kinds)
    return sorted({needed_to_undo(name, ends) for name, ends in told} - {""})


def as_told(fact: Fact) -> facts.Fact:
    """The fact of a row, as actions take it."""
    return facts.revive(fact.name, fact.payload, Actor(kind="agent", id=fact.actor_id))


def known_change(user: User, ticket: Ticket, fact_id: int) -> Fact | None:
    """A change of this ticket that this person may know of: what lies between tickets only if they
    may see all of them, or split the one off the other themselves."""
    row = Fact.objects.filter(pk=fact_id, about=f"ticket:{ticket.pk}").first()
    if row is None or row.name not in history.told:
        return None
    if not in_sight(row.payload, done_by=row.actor_id, user=user):
        return None
    return row if history.Sentences([row], user).of(row) else None
