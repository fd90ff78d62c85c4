"""What an agent sets on a ticket, and taking it back."""

from collections.abc import Callable, Iterable

from django.db import transaction

from helpwell.accounts.models import Group, User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import storable
from helpwell.events.actions import publish
from helpwell.events.facts import Fact
from helpwell.tickets.actions.locking import locked, show
from helpwell.tickets.errors import NotOneOfOurs, NotUndone, TagTooLong
from helpwell.tickets.facts import (
    StatusChanged,
    TicketAssigned,
    TicketPrioritised,
    TicketTagged,
)
from helpwell.tickets.models import Tag, Ticket
from helpwell.tickets.queries import unanswered_since

LONGEST_TAG = 60


@transaction.atomic
def assign(ticket: Ticket, *, to: User | None, group: Group | None, by: By) -> int | None:
    """Give the ticket to a person, a group, both or nobody.

    Like every change here it returns the id of its fact, for undoing, or nothing if nothing
    changed.
    """
    if to and not to.is_active:
        raise NotOneOfOurs
    ticket = locked(ticket)
    before = (ticket.assignee_id, ticket.group_id)
    after = (to.pk if to else None, group.pk if group else None)
    if before == after:
        return None
    ticket.assignee_id, ticket.group_id = after
    ticket.save(update_fields=["assignee", "group"])
    return _tell(
        ticket,
        TicketAssigned(
            ticket_id=ticket.pk,
            assignee_before=before[0],
            assignee_after=after[0],
            group_before=before[1],
            group_after=after[1],
            by=by.actor,
        ),
    )


@transaction.atomic
def set_status(ticket: Ticket, *, to: str, by: By) -> int | None:
    """Say whose turn it is, or that it is done."""
    ticket = locked(ticket)
    before, after = ticket.status, Ticket.Status(to)
    if before == after:
        return None
    ticket.status = after
    ticket.solved_at = (ticket.solved_at or clock.now()) if ticket.is_done else None
    ticket.waiting_since = None if ticket.is_done else unanswered_since(ticket)
    ticket.save(update_fields=["status", "solved_at", "waiting_since"])
    return _tell(
        ticket, StatusChanged(ticket_id=ticket.pk, before=before, after=after, by=by.actor)
    )


@transaction.atomic
def prioritise(ticket: Ticket, *, to: int, by: By) -> int | None:
    """Say how urgent it is, 1 (low) to 4 (urgent)."""
    ticket = locked(ticket)
    before, after = ticket.priority, Ticket.Priority(to)
    if before == after:
        return None
    ticket.priority = after
    ticket.save(update_fields=["priority"])
    return _tell(
        ticket, TicketPrioritised(ticket_id=ticket.pk, before=before, after=after, by=by.actor)
    )


@transaction.atomic
def tag(
    ticket: Ticket, *, by: By, add: Iterable[str] = (), remove: Iterable[str] = ()
) -> int | None:
    """Add and remove tags by name; a new name makes a new tag."""
    ticket = locked(ticket)
    present = set(ticket.tags.values_list("name", flat=True))
    added = sorted({tag_name(name) for name in add if tag_name(name)} - present)
    removed = sorted({tag_name(name) for name in remove} & present - set(added))
    if not added and not removed:
        return None
    Tag.objects.bulk_create([Tag(name=name) for name in added], ignore_conflicts=True)
    ticket.tags.add(*Tag.objects.filter(name__in=added))
    ticket.tags.remove(*Tag.objects.filter(name__in=removed))
    return _tell(
        ticket,
        TicketTagged(ticket_id=ticket.pk, added=added, removed=removed, by=by.actor),
    )


@transaction.atomic
def undo(ticket: Ticket, fact: Fact, *, by: By) -> int | None:
    """Take a change back, if what it set still stands; the undoing is itself in the history."""
    ticket = locked(ticket)
    back = _ways_back.get(type(fact))
    if back is None:
        raise NotUndone
    return back(ticket, fact, by)


def tag_name(name: str) -> str:
    """A tag as it is kept: small letters, single spaces. Refuses one that is too long."""
    kept = " ".join(storable(name).lower().split())
    if len(kept) > LONGEST_TAG:
        raise TagTooLong
    return kept


def _tell(ticket: Ticket, fact: Fact) -> int:
    row = publish(fact)
    show(ticket)
    return row.pk


def _unassign(ticket: Ticket, fact: TicketAssigned, by: By) -> int | None:
    if (ticket.assignee_id, ticket.group_id) != (fact.assignee_after, fact.group_after):
        raise NotUndone
    to = User.objects.filter(pk=fact.assignee_before or 0).first()
    group = Group.objects.filter(pk=fact.group_before or 0).first()
    return assign(ticket, to=to, group=group, by=by)


def _unset_status(ticket: Ticket, fact: StatusChanged, by: By) -> int | None:
    if ticket.status != fact.after:
        raise NotUndone
    return set_status(ticket, to=fact.before, by=by)


def _unprioritise(ticket: Ticket, fact: TicketPrioritised, by: By) -> int | None:
    if ticket.priority != fact.after:
        raise NotUndone
    return prioritise(ticket, to=fact.before, by=by)


def _untag(ticket: Ticket, fact: TicketTagged, by: By) -> int | None:
    return tag(ticket, add=fact.removed, remove=fact.added, by=by)


_ways_back: dict[type[Fact], Callable[..., int | None]] = {
    TicketAssigned: _unassign,
    StatusChanged: _unset_status,
    TicketPrioritised: _unprioritise,
    TicketTagged: _untag,
}
