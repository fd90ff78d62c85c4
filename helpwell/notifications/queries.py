"""Reading what somebody is told."""

from dataclasses import dataclass, field

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.notifications.models import Device, Mute, Notification, NotificationQuerySet, Wishes
from helpwell.tickets.permissions import visibility

SHOWN = 60
MOST_COUNTED = 100


@dataclass(frozen=True)
class Unread:
    """How many things somebody has not read, up to `MOST_COUNTED`, and on which tickets."""

    count: int = 0
    ticket_ids: list[int] = field(default_factory=list)


def notifications_of(person: User) -> NotificationQuerySet:
    """What somebody is told in Helpwell, newest first, at most `SHOWN`."""
    rows = Notification.objects.shown_to(person).select_related("ticket__requester", "by")
    return rows.order_by("-at", "-pk")[:SHOWN]


def unread_of(person: User) -> Unread:
    """What the bell says; one query."""
    rows = Notification.objects.shown_to(person).unread().values_list("ticket", flat=True)
    found = list(rows[:MOST_COUNTED])
    return Unread(len(found), sorted(set(found)))


def wishes_of(person: User) -> Wishes:
    """What somebody wants, or what is usual."""
    return Wishes.objects.filter(person=person).first() or Wishes(person=person)


def muted_by(person: User) -> QuerySet[Mute]:
    """The tickets somebody wants to hear no more of, as far as they may see them."""
    rows = Mute.objects.filter(person=person).select_related("ticket")
    return rows.filter(visibility(person, prefix="ticket__")).order_by("-pk")


def devices_of(person: User) -> QuerySet[Device]:
    """Where somebody is signed in and lets us push to; a session that ended has none."""
    now = clock.now()
    signed_in = Session.objects.filter(session_key=OuterRef("session"), expire_date__gt=now)
    return Device.objects.filter(Exists(signed_in), person=person).order_by("added_at", "pk")
