"""Undoing a merge, at any later time: what came from a ticket goes back to it."""

from django.db import transaction

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.events.actions import publish_all
from helpwell.tickets.actions.carrying import carry_back
from helpwell.tickets.actions.indexing import index_moved
from helpwell.tickets.actions.locking import locked_all, show, wait_for_turn
from helpwell.tickets.actions.recounting import recount
from helpwell.tickets.actions.setting_status import put
from helpwell.tickets.actions.undoing import takes_back
from helpwell.tickets.actions.uniting import give_back
from helpwell.tickets.errors import NotUndone
from helpwell.tickets.facts import TicketParted, TicketTookIn
from helpwell.tickets.merged import merges_into, survivor_of
from helpwell.tickets.models import Merge, Ticket
from helpwell.tickets.standing import moment_solved


@transaction.atomic
def unmerge(merge: Merge, *, by: By) -> int:
    """Let a merged ticket stand on its own again, with what it had.

    What was written since stays with the survivor, and so does what somebody has changed there.
    Returns the id of the fact about the ticket it was merged into.
    """
    wait_for_turn()
    place = survivor_of(Ticket.objects.get(pk=merge.into_id))
    found = locked_all({merge.ticket_id, merge.into_id, place.pk})
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    source, into, place = found[merge.ticket_id], found[merge.into_id], found[place.pk]
    if merge.undone_at or place.merged_into_id:
        raise NotUndone
    merge.undone_at = clock.now()
    merge.save(update_fields=["undone_at"])
    _stand(source, merge)
    carry_back(merge.message_ids, place, to=source)
    recount(source)
    give_back(merge.before, into=into, at=place, source=source, by=by)
    _settle(place.pk, merge, by)
    index_moved(source, [], titles_of=[each.ticket for each in merges_into(source)])
    return _tell(source, {into.pk, place.pk}, merge, by)


@takes_back(TicketTookIn, needs="tickets.merge", joins=True)
def _unmerge_all(ticket: Ticket, fact: TicketTookIn, by: By) -> int | None:
    """All merges of one decision that still stand, the last one first."""
    standing = Merge.objects.filter(pk__in=fact.merge_ids, undone_at=None).order_by("-pk")
    facts = [unmerge(merge, by=by) for merge in standing]
    if not facts:
        raise NotUndone
    return None


def _stand(source: Ticket, merge: Merge) -> None:
    """Its number lives again, in the status it had."""
    source.merged_into = None
    source.solved_at = moment_solved(merge.before["solved_at"])
    source.become(merge.before["status"], custom_id=merge.before["custom"])
    source.save()


def _settle(survivor_id: int, merge: Merge, by: By) -> None:
    """The survivor without it; in its status of before if nobody else waits there."""
    survivor = Ticket.objects.get(pk=survivor_id)
    recount(survivor)
    was = merge.before["turned"]
    if was and survivor.status == Ticket.Status.OPEN and survivor.waiting_since is None:
        solved_at = moment_solved(was["solved_at"])
        put(survivor, to=was["status"], custom_id=was["custom"], solved_at=solved_at, by=by)


def _tell(source: Ticket, others: set[int], merge: Merge, by: By) -> int:
    ids = {"from_id": source.pk, "into_id": merge.into_id}
    told = (merge.into_id, source.pk, *(others - {merge.into_id}))
    rows = publish_all(*(TicketParted(ticket_id=pk, **ids, by=by.actor) for pk in told))
    for ticket in Ticket.objects.filter(pk__in=told):
        show(ticket)
    return rows[0].pk
