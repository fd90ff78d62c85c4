"""How tickets stand to each other: parent and child, problem and incident, related."""

from django.db import transaction

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.events.actions import publish_all
from helpwell.tickets.actions.locking import locked_all, show
from helpwell.tickets.actions.undoing import takes_back
from helpwell.tickets.actions.uniting import hangs_on
from helpwell.tickets.errors import (
    AlreadyLinked,
    HasParent,
    LinkedInCircle,
    MergedAway,
    NotUndone,
)
from helpwell.tickets.facts import TicketLinked, TicketUnlinked
from helpwell.tickets.links import ENDS, Standing, kind_of
from helpwell.tickets.models import Link, Ticket


@transaction.atomic
def link(ticket: Ticket, other: Ticket, *, as_what: Standing, by: By) -> int:
    """Link a ticket to another, `as_what` it is to that one: its parent, child, problem, incident
    or related to it.

    Refuses a circle, a second parent or problem, and what is linked like that already. Returns the
    id of the fact about `ticket`, for undoing.
    """
    found = locked_all({ticket.pk, other.pk})
    for each in found.values():
        if each.merged_into_id:
            raise MergedAway(each.pk)
    upper, lower = _ends(ticket.pk, other.pk, as_what)
    new = Link(ticket_id=upper, other_id=lower, kind=kind_of(as_what), made_at=clock.now())
    _refuse_unfit(new)
    new.save()
    return _tell(TicketLinked, ticket.pk, other.pk, as_what, by)


@transaction.atomic
def unlink(link: Link, *, by: By) -> int | None:
    """Take a link away; returns the id of the fact about its first ticket, for undoing."""
    locked_all({link.ticket_id, link.other_id})
    if not Link.objects.filter(pk=link.pk).delete()[0]:
        return None
    as_what = ENDS[Link.Kind(link.kind)][0]
    return _tell(TicketUnlinked, link.ticket_id, link.other_id, as_what, by)


@takes_back(TicketLinked, needs="tickets.merge", joins=True)
def _unlink(ticket: Ticket, fact: TicketLinked, by: By) -> int | None:
    upper, lower = _ends(fact.ticket_id, fact.other_id, fact.as_what)
    kind = kind_of(fact.as_what)
    found = Link.objects.filter(ticket=upper, other=lower, kind=kind).first()
    if found is None:
        raise NotUndone
    return unlink(found, by=by)


@takes_back(TicketUnlinked, needs="tickets.merge", joins=True)
def _relink(ticket: Ticket, fact: TicketUnlinked, by: By) -> int | None:
    found = Ticket.objects.in_bulk([fact.ticket_id, fact.other_id])
    if len(found) < 2:
        raise NotUndone
    as_what: Standing = fact.as_what  # type: ignore[assignment]
    return link(found[fact.ticket_id], found[fact.other_id], as_what=as_what, by=by)


def _ends(ticket_id: int, other_id: int, as_what: str) -> tuple[int, int]:
    """Which of both stands first in the row; of related ones the older."""
    if as_what in ("child", "incident") or (as_what == "related" and other_id < ticket_id):
        return other_id, ticket_id
    return ticket_id, other_id


def _refuse_unfit(new: Link) -> None:
    same = Link.objects.filter(kind=new.kind)
    if new.ticket_id == new.other_id or hangs_on(new):
        raise LinkedInCircle
    if same.filter(ticket=new.ticket_id, other=new.other_id).exists():
        raise AlreadyLinked
    if new.kind != Link.Kind.RELATED and same.filter(other=new.other_id).exists():
        raise HasParent


def _tell(
    fact: type[TicketLinked] | type[TicketUnlinked],
    ticket_id: int,
    other_id: int,
    as_what: str,
    by: By,
) -> int:
    """The same on both tickets, each from its own side."""
    ends = ENDS[kind_of(as_what)]
    back = ends[1 - ends.index(as_what)]
    sides = ((ticket_id, other_id, as_what), (other_id, ticket_id, back))
    rows = publish_all(
        *(fact(ticket_id=me, other_id=them, as_what=what, by=by.actor) for me, them, what in sides)
    )
    for ticket in Ticket.objects.filter(pk__in=(ticket_id, other_id)):
        show(ticket)
    return rows[0].pk
