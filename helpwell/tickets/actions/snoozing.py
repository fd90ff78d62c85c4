"""Letting a ticket rest until a time, an answer or news of an order, and waking it."""

from datetime import datetime, timedelta

from django.db import transaction

from helpwell.core import clock
from helpwell.core.actors import SYSTEM, By
from helpwell.core.text import name_of, storable
from helpwell.tickets.actions.locking import announce, locked, open_for_writing
from helpwell.tickets.actions.setting_status import put_back
from helpwell.tickets.actions.undoing import takes_back
from helpwell.tickets.errors import NoSuchMoment, NotUndone
from helpwell.tickets.facts import StatusChanged, TicketSnoozed, TicketWoke
from helpwell.tickets.models import Snooze, Ticket
from helpwell.tickets.queries import unanswered_since
from helpwell.tickets.snoozes import resting

FURTHEST = timedelta(days=366)
KEPT = timedelta(days=1)  # so long an answer taken back lets its ticket rest again


@transaction.atomic
def snooze(ticket: Ticket, *, until: datetime | None, by: By, order: str = "") -> int:
    """Let a ticket rest until a moment or news of `order`, at most until the customer writes.

    Refuses moments gone or more than a year away, and what is closed or put aside. Returns the id
    of its fact, for undoing.
    """
    if until is not None and not clock.now() < until < clock.now() + FURTHEST:
        raise NoSuchMoment
    ticket = open_for_writing(ticket)
    last = Snooze.objects.filter(ticket=ticket).first()
    fact = _snoozed(ticket, last, until=until, by=by)
    _note(ticket, until=until, order=name_of(order, most=60), by=by)
    ticket.become(Ticket.Status.SNOOZED)
    ticket.waiting_since = unanswered_since(ticket)
    ticket.save(update_fields=[*Ticket.STANDING, "waiting_since"])
    return announce(ticket, fact)


def wake_sleepers() -> datetime | None:
    """Wake all whose time has come; the moment at which the next one's comes."""
    due = resting().filter(until__lte=clock.now()).order_by("until")
    for ticket_id in list(due.values_list("ticket", flat=True)):
        _wake(ticket_id, "time")
    long_ago = clock.now() - KEPT
    awake = Snooze.objects.exclude(ticket__status=Ticket.Status.SNOOZED)
    awake.filter(ticket__active_at__lt=long_ago).delete()
    coming = resting().filter(until__isnull=False).order_by("until")
    return coming.values_list("until", flat=True).first()


def wake_for_order(number: str) -> list[int]:
    """Wake the tickets that rest until news of this order; their ids."""
    wanted = resting().filter(order__iexact=storable(number).strip()).exclude(order="")
    ids = sorted(wanted.values_list("ticket", flat=True))
    return [ticket_id for ticket_id in ids if _wake(ticket_id, "order")]


def _snoozed(
    ticket: Ticket, last: Snooze | None, *, until: datetime | None, by: By
) -> TicketSnoozed:
    rests = ticket.status == Ticket.Status.SNOOZED and last and last.until
    return TicketSnoozed(
        ticket_id=ticket.pk,
        before=ticket.status,
        custom_before=ticket.custom_status_id,
        solved_before=ticket.solved_at.isoformat() if ticket.solved_at else "",
        until_before=rests.isoformat() if rests else "",
        until=until.isoformat() if until else "",
        by=by.actor,
    )


def _note(ticket: Ticket, *, until: datetime | None, order: str, by: By) -> None:
    """What wakes it; a ticket that rests already keeps what it was before."""
    agent = by.actor.id if by.actor.kind == "agent" else None
    wakes: dict[str, object] = {"until": until, "order": order, "by_id": agent}
    began: dict[str, object] = {"status_before": ticket.status, "since": clock.now()}
    rests = ticket.status == Ticket.Status.SNOOZED
    Snooze.objects.update_or_create(
        ticket=ticket, defaults=wakes if rests else wakes | began, create_defaults=wakes | began
    )


@transaction.atomic
def _wake(ticket_id: int, why: str) -> bool:
    """Wake one that still rests: it is our turn, and at the top of the lists."""
    ticket = locked(Ticket(pk=ticket_id))
    rest = resting().filter(ticket=ticket).first()
    if rest is None or (why == "time" and not (rest.until and rest.until <= clock.now())):
        return False
    ticket.become(Ticket.Status.OPEN)
    ticket.active_at = clock.now()
    ticket.save(update_fields=[*Ticket.STANDING, "active_at"])
    Snooze.objects.filter(pk=rest.pk).update(until=ticket.active_at)
    announce(ticket, TicketWoke(ticket_id=ticket.pk, why=why, snoozed_by=rest.by_id, by=SYSTEM))
    return True


@takes_back(TicketSnoozed, needs="tickets.snooze")
def _unsnooze(ticket: Ticket, fact: TicketSnoozed, by: By) -> int | None:
    if ticket.status != Ticket.Status.SNOOZED:
        raise NotUndone
    if fact.before == Ticket.Status.SNOOZED:
        until = datetime.fromisoformat(fact.until_before) if fact.until_before else None
        return snooze(ticket, until=until, by=by)
    return put_back(ticket, _as_change(fact), by=by)


def _as_change(fact: TicketSnoozed) -> StatusChanged:
    return StatusChanged(
        ticket_id=fact.ticket_id,
        before=fact.before,
        after=Ticket.Status.SNOOZED,
        custom_before=fact.custom_before,
        solved_before=fact.solved_before,
        by=fact.by,
    )
