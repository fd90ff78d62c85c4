"""Letting tickets go on in another one: what was said, who takes part, what is to be done."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.events.actions import publish
from helpwell.tickets.actions.carrying import carry
from helpwell.tickets.actions.locking import announce, locked_all, show
from helpwell.tickets.actions.recounting import recount
from helpwell.tickets.actions.setting_status import put
from helpwell.tickets.actions.uniting import unite
from helpwell.tickets.errors import MergedAway, NothingToMerge, NotMergeable, TooManyToMerge
from helpwell.tickets.facts import TicketMerged, TicketTookIn
from helpwell.tickets.models import Merge, Snooze, Ticket
from helpwell.tickets.standing import standing

MOST = 50


@transaction.atomic
def merge(
    tickets: Collection[Ticket], *, into: Ticket, by: By, joining: Collection[int] = ()
) -> int:
    """Let `tickets` go on in `into`, which keeps what it has and takes over what it lacks.

    Requesters and participants of the others get answers from then on only if they are among
    `joining`, customers by primary key. Refuses what is hidden or merged, a closed `into`, and more
    than `MOST`. Returns the id of the fact about `into`, for undoing all of it.
    """
    numbers = {ticket.pk for ticket in tickets} - {into.pk}
    if not numbers:
        raise NothingToMerge
    if len(numbers) > MOST:
        raise TooManyToMerge
    found = locked_all({*numbers, into.pk})
    _refuse_unfit(found, into.pk)
    merges = [_merge(found[pk], into.pk, by, joining) for pk in sorted(numbers)]
    return announce(
        found[into.pk],
        TicketTookIn(
            ticket_id=into.pk,
            from_ids=sorted(numbers),
            merge_ids=[merge.pk for merge in merges],
            by=by.actor,
        ),
    )


def _refuse_unfit(found: dict[int, Ticket], into: int) -> None:
    for ticket in found.values():
        if ticket.status == Ticket.Status.MERGED:
            raise MergedAway(ticket.pk)
        if ticket.is_hidden or (ticket.pk == into and ticket.is_closed):
            raise NotMergeable(ticket.pk)


def _merge(source: Ticket, into: int, by: By, joining: Collection[int]) -> Merge:
    """One of them; `into` is read anew each time, since the one before has changed it."""
    survivor = Ticket.objects.get(pk=into)
    waiting = source.waiting_since
    before: dict[str, Any] = {**standing(source), "status": _awake(source)}
    message_ids = carry(source, to=survivor)
    before |= unite(source, survivor, by=by, joining=joining)
    source.merged_into = survivor
    source.become(Ticket.Status.MERGED)
    recount(source)
    survivor = Ticket.objects.get(pk=into)
    recount(survivor)
    before["turned"] = _make_ours(survivor, by) if waiting else {}
    merge = Merge.objects.create(
        ticket=source,
        into=survivor,
        by=by if isinstance(by, User) else None,
        at=clock.now(),
        before=before,
        message_ids=message_ids,
    )
    publish(TicketMerged(ticket_id=source.pk, into_id=into, merge_id=merge.pk, by=by.actor))
    show(source)
    return merge


def _awake(source: Ticket) -> str:
    """The status it has again if the merge is undone: a merged ticket does not go on sleeping."""
    snooze = Snooze.objects.filter(ticket=source).first()
    if snooze is None or source.status != Ticket.Status.SNOOZED:
        return source.status
    snooze.delete()
    return snooze.status_before


def _make_ours(survivor: Ticket, by: By) -> dict[str, Any]:
    """Our turn, since somebody waited on the other ticket; what it stood at, if that makes it
    another."""
    before = standing(survivor)
    if survivor.status in Ticket.OUR_TURN:
        return {}
    put(survivor, to=Ticket.Status.OPEN, custom_id=None, by=by)
    return {**before}
