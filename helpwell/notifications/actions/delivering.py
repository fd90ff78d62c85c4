"""What waits to be mailed or pushed: taken on a lease, handed over, and done with.

A killed worker's rows come up again when the lease is over; what cannot be handed over for a day is
given up: it stands in Helpwell.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Min

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.notifications.actions.pushing import push_to_devices
from helpwell.notifications.mailing import mail_together
from helpwell.notifications.models import Notification, Wishes
from helpwell.notifications.queries import wishes_of
from helpwell.tickets.models import Ticket
from helpwell.tickets.queries import visible_to

LEASE = timedelta(minutes=10)
GIVEN_UP = timedelta(days=1)
BATCH = 100


def mail_due() -> datetime | None:
    """Mail what is due; gives when the next is."""
    while rows := _claimed("mail_due_at"):
        for person, theirs in _by_person(rows):
            _mail(person, theirs)
    return _next("mail_due_at")


def push_due() -> datetime | None:
    """Push what is due; gives when the next is."""
    while rows := _claimed("push_due_at"):
        for person, theirs in _by_person(rows):
            for row in theirs:
                shown = _visible([row], person)
                _settle([row], "push_due_at", is_done=not shown or push_to_devices(row))
    return _next("push_due_at")


def _mail(person: User, rows: list[Notification]) -> None:
    """At once a mail a ticket, else all in one."""
    if wishes_of(person).pace != Wishes.Pace.AT_ONCE:
        return _mail_one(person, rows)
    for _ticket, of_ticket in groupby(rows, key=lambda row: row.ticket_id):
        _mail_one(person, list(of_ticket))
    return None


def _mail_one(person: User, rows: list[Notification]) -> None:
    shown = _visible(rows, person)
    _settle(rows, "mail_due_at", is_done=not shown or mail_together(person, shown))


@transaction.atomic
def _claimed(due: str) -> list[Notification]:
    """Those that are due and nobody has in hand, by person and ticket."""
    rows = Notification.objects.filter(**{f"{due}__lte": clock.now()}, read_at=None)
    held = rows.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH]
    taken = Notification.objects.filter(pk__in=list(held))
    taken.update(**{due: clock.now() + LEASE})
    rows = taken.select_related("person__role", "ticket", "by")
    return list(rows.order_by("person", "ticket", "at", "pk"))


def _by_person(rows: Iterable[Notification]) -> Iterable[tuple[User, list[Notification]]]:
    for _pk, theirs in groupby(rows, key=lambda row: row.person_id):
        listed = list(theirs)
        yield listed[0].person, listed


def _visible(rows: list[Notification], person: User) -> list[Notification]:
    """Those of tickets that this person may see now."""
    tickets = visible_to(person).exclude(status__in=Ticket.HIDDEN)
    seen = set(tickets.filter(pk__in=[row.ticket_id for row in rows]).values_list("pk", flat=True))
    return [row for row in rows if row.ticket_id in seen and person.is_active]


def _settle(rows: list[Notification], due: str, *, is_done: bool) -> None:
    """Done, unless it has happened again meanwhile; or given up; else the lease runs out."""
    for row in rows:
        if is_done or row.at < clock.now() - GIVEN_UP:
            nothing: dict[str, Any] = {due: None}
            Notification.objects.filter(pk=row.pk, count=row.count).update(**nothing)


def _next(due: str) -> datetime | None:
    waiting = Notification.objects.filter(**{f"{due}__isnull": False}, read_at=None)
    found: datetime | None = waiting.aggregate(at=Min(due))["at"]
    return found
