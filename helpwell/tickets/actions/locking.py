"""Taking tickets in hand, and telling the pages that show them.

Nobody waits in a circle: who needs several tickets waits for their turn before they lock any, and
everybody else locks one alone, before whatever stands on it. A lock that is let go of again is let
go of by rolling back the very savepoint it was taken in: who waits for one taken in an inner
savepoint that was released waits, from then on, for the end of our transaction.
"""

from collections.abc import Callable, Collection

from django.db import connection, transaction

from helpwell.events.actions import publish
from helpwell.events.facts import Fact
from helpwell.live.actions import judge_again, tell
from helpwell.tickets.content import Content
from helpwell.tickets.errors import InSpam, MovedMeanwhile, SetAside, TicketClosed, TicketGone
from helpwell.tickets.merged import survivor_of
from helpwell.tickets.models import (
    Draft,
    Message,
    Promise,
    SideTalk,
    Step,
    Ticket,
    TimeEntry,
)

ONE_AT_A_TIME = 5_217_402_211_906_002


def locked(ticket: Ticket) -> Ticket:
    """The ticket as it is now, ours alone until this transaction ends; of a merged one, the one
    it goes on in. Refuses (TicketGone) one that is there no more."""
    return _locked_where(lambda: ticket.pk)


def locked_with(row: Message | SideTalk | Draft | Promise | Step | TimeEntry) -> Ticket:
    """The ticket that a row is on now, `locked`, also if it has left the one it was read on."""
    rows = type(row)._default_manager.filter(pk=row.pk).values_list("ticket", flat=True)
    return _locked_where(lambda: rows.first() or row.ticket_id or 0)


def locked_all(numbers: Collection[int]) -> dict[int, Ticket]:
    """These tickets, each itself, also if it is merged; all in the caller's turn."""
    wait_for_turn()
    rows = Ticket.objects.select_for_update(no_key=True).filter(pk__in=numbers).order_by("pk")
    found = {ticket.pk: ticket for ticket in rows}
    if len(found) < len(set(numbers)):
        raise MovedMeanwhile
    return found


def wait_for_turn() -> None:
    """One at a time, for whoever locks several tickets or changes how they hang together; to be
    called before any ticket is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _locked_where(place: Callable[[], int]) -> Ticket:
    """The ticket at `place`, or where it goes on; locked only while that still stands."""
    start = number = place()
    while True:
        savepoint = transaction.savepoint_create()
        free = Ticket.objects.filter(pk=number, merged_into=None).select_for_update(no_key=True)
        found = free.first()
        if found and place() == start and (number == start or _survivor(start) == number):
            transaction.savepoint_commit(savepoint)
            return found
        transaction.savepoint_rollback(savepoint)
        start = place()
        number = _survivor(start)


def _survivor(number: int) -> int:
    try:
        return survivor_of(Ticket.objects.get(pk=number)).pk
    except Ticket.DoesNotExist:
        raise TicketGone from None


def open_for_writing(ticket: Ticket) -> Ticket:
    """The locked ticket, if mail may be written on it: not on a closed or a hidden one."""
    ticket = locked(ticket)
    if ticket.is_closed:
        raise TicketClosed
    if ticket.is_spam:
        raise InSpam
    if ticket.is_hidden:
        raise SetAside
    return ticket


def make_our_turn(ticket: Ticket, content: Content) -> None:
    """Let what came from outside wake the ticket, unless a machine said it, or it is hidden."""
    wakes = content.is_bounce or not content.is_automatic
    if wakes and ticket.status not in (*Ticket.OUR_TURN, *Ticket.HIDDEN):
        ticket.become(Ticket.Status.OPEN)


def announce(ticket: Ticket, fact: Fact) -> int:
    """Publish a change of a ticket and show it; the id of the fact, for undoing."""
    row = publish(fact)
    show(ticket)
    return row.pk


def show(ticket: Ticket) -> None:
    """Let open pages fetch this ticket and the lists again."""
    tell(f"ticket:{ticket.pk}")
    tell("tickets")


def change_hands(ticket: Ticket) -> None:
    """Let pages that have the ticket open ask anew for news of it: who sees it has changed."""
    judge_again(f"ticket:{ticket.pk}")
    judge_again(f"presence:{ticket.pk}")
