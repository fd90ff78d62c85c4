"""The same done to many tickets: one after the other, each by its ordinary action."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.errors import Refused
from helpwell.events.models import Fact
from helpwell.jobs.bell import ring
from helpwell.tickets.deeds.deed import Deed, read_all
from helpwell.tickets.deeds.doing import Done, carry_out, take_back
from helpwell.tickets.errors import MayNotUndo, NothingChosen, StillRunning, TooManyChosen
from helpwell.tickets.facts import TicketTookIn
from helpwell.tickets.models import BulkRun, Ticket
from helpwell.tickets.permissions import CHANGE_MANY
from helpwell.tickets.queries import visible_to
from helpwell.tickets.taking_back import needed_for_all

BELL = "tickets.bulk"
MOST_AT_ONCE = 5000
UNDOING = "undo"


@transaction.atomic
def change_many(ticket_ids: Sequence[int], deeds: Sequence[Deed], *, by: User) -> BulkRun:
    """Begin to do these deeds to all the tickets; refuses what this person may not do."""
    if not ticket_ids or not deeds:
        raise NothingChosen
    if len(ticket_ids) > MOST_AT_ONCE:
        raise TooManyChosen
    for deed in deeds:
        deed.check(by)
    details = {"deeds": [deed.stored for deed in deeds]}
    return _begun(by, "change", list(dict.fromkeys(ticket_ids)), details)


@transaction.atomic
def undo_run(run: BulkRun, *, by: User) -> BulkRun:
    """Begin to take back what a run of this person's own has done, where it still stands; refuses
    whoever may not do such things now."""
    run = BulkRun.objects.select_for_update().get(pk=run.pk)
    if run.finished_at is None:
        raise StillRunning
    if run.undoes_id or not run.fact_ids or BulkRun.objects.filter(undoes=run).exists():
        raise NothingChosen
    if not all(by.can(capability) for capability in needed_for_all(run.fact_ids)):
        raise MayNotUndo
    return _begun(by, UNDOING, _parted_first(run), {"fact_ids": run.fact_ids}, undoes=run)


def go_on_with_runs() -> None:
    """Bring every run that was begun to its end, ticket by ticket; a killed one goes on."""
    while _next_ticket():
        pass


def _parted_first(run: BulkRun) -> list[int]:
    """The tickets of a run, first those that took others in: what was done to the others before
    they were merged can only be undone once they stand on their own."""
    took_in = Fact.objects.filter(pk__in=run.fact_ids, name=TicketTookIn.name)
    first = {payload["ticket_id"] for payload in took_in.values_list("payload", flat=True)}
    return sorted(run.ticket_ids, key=lambda number: number not in first)


def _begun(
    by: User, deed: str, tickets: list[int], details: dict[str, Any], **more: BulkRun
) -> BulkRun:
    """The run, which is done within what a token lends its person, if it was begun by one."""
    details |= {"lent": None if by.lent is None else sorted(by.lent)}
    run = BulkRun.objects.create(
        by=by, deed=deed, ticket_ids=tickets, details=details, started_at=clock.now(), **more
    )
    ring(BELL)
    return run


@transaction.atomic
def _next_ticket() -> bool:
    """One ticket of the oldest run nobody works on, and how far it has come, in one go."""
    waiting = BulkRun.objects.filter(finished_at=None).select_for_update(
        skip_locked=True, of=["self"]
    )
    run = waiting.select_related("by__role").order_by("pk").first()
    if run is None:
        return False
    if (lent := run.details.get("lent")) is not None:
        run.by.lent = frozenset(lent)
    if run.next < len(run.ticket_ids):
        _deal_with(run, run.ticket_ids[run.next])
        run.next += 1
    if run.next >= len(run.ticket_ids):
        run.finished_at = clock.now()
    run.save(update_fields=["next", "fact_ids", "refusals", "finished_at"])
    return True


def _deal_with(run: BulkRun, ticket_id: int) -> None:
    ticket = visible_to(run.by).filter(pk=ticket_id).first()
    if ticket is None or not run.by.can(CHANGE_MANY):
        _refused(run, ticket_id, [_("you may not change it any more")])
    elif run.deed == UNDOING:
        _refused(run, ticket_id, take_back(ticket, run.details["fact_ids"], by=run.by))
    else:
        done = _done(ticket, run)
        run.fact_ids += done.fact_ids
        _refused(run, ticket_id, done.refusals)


def _done(ticket: Ticket, run: BulkRun) -> Done:
    try:
        with transaction.atomic():
            return carry_out(ticket, read_all(run.details["deeds"]), by=run.by)
    except Refused as refused:
        return Done([], [str(refused)])


def _refused(run: BulkRun, ticket_id: int, sentences: list[str]) -> None:
    run.refusals += [{"ticket": ticket_id, "why": each} for each in sentences]
