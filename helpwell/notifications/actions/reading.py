"""Somebody has read what they were told; nothing of it is mailed or pushed any more."""

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.live.actions import tell
from helpwell.notifications.models import Notification, NotificationQuerySet


def read(notification: Notification, *, by: User) -> None:
    """One of them is read."""
    _read(Notification.objects.filter(pk=notification.pk), by)


def read_all(*, by: User) -> None:
    """All of them are read."""
    _read(Notification.objects.all(), by)


def read_ticket(ticket_id: int, *, by: User) -> None:
    """The ticket was opened: all that was told of it is read."""
    _read(Notification.objects.filter(ticket=ticket_id), by)


@transaction.atomic
def _read(which: NotificationQuerySet, by: User) -> None:
    mine = which.unread().filter(person=by)
    if mine.update(read_at=clock.now(), mail_due_at=None, push_due_at=None):
        tell(f"person:{by.pk}")
