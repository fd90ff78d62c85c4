"""Telling somebody of something: a row, gathered with what they have not read yet."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce

from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.jobs.bell import ring
from helpwell.live.actions import tell
from helpwell.notifications.audience import Listener, listeners
from helpwell.notifications.kinds import Way
from helpwell.notifications.models import Notification
from helpwell.notifications.timing import local, mail_due, push_due
from helpwell.tickets.models import Ticket

DUE = ("mail_due_at", "push_due_at")


@transaction.atomic
def notify(
    kind: str, ticket: Ticket, *, by: By, named: Collection[int] = (), but: Collection[int] = ()
) -> None:
    """Tell everybody who wants to hear it, save `but`; `named` are those whom it is about."""
    for listener in listeners(kind, ticket, named=named, by=by.actor):
        if listener.person.pk not in but:
            _note(listener, kind, ticket, by=by)
    ring("notification.noted")


def _note(listener: Listener, kind: str, ticket: Ticket, *, by: By) -> None:
    told = _told(listener, kind) | {"by_id": _agent(by), "at": clock.now()}
    unread = Notification.objects.filter(
        person=listener.person, ticket=ticket, kind=kind, read_at=None
    )
    if not unread.update(**told | _earlier(told), count=F("count") + 1):
        Notification.objects.create(person=listener.person, ticket=ticket, kind=kind, **told)
    if Way.APP in listener.ways:
        tell(f"person:{listener.person.pk}")


def _told(listener: Listener, kind: str) -> dict[str, Any]:
    now = local(listener.person, clock.now())
    ways, wishes = listener.ways, listener.wishes
    due: dict[str, datetime | None] = {
        "mail_due_at": mail_due(wishes, kind, now) if Way.MAIL in ways else None,
        "push_due_at": push_due(wishes, kind, now) if Way.PUSH in ways else None,
    }
    return due | {"in_app": Way.APP in ways}


def _earlier(told: dict[str, Any]) -> dict[str, Any]:
    """What is due already stays due: a busy ticket must not put off its mail for ever."""
    return {name: Coalesce(F(name), Value(told[name], DateTimeField())) for name in DUE}


def _agent(by: By) -> int | None:
    return by.actor.id if by.actor.kind == "agent" else None
