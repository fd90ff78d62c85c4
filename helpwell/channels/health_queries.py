"""Reads about how mail fares."""

from collections.abc import Sequence

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from helpwell.accounts.models import User
from helpwell.channels.models import Delivery, Envelope, Inbox
from helpwell.tickets.queries import visible_to

MOST = 50
RECENT = 10_000  # mails that are looked through for when an inbox got its last one


def inboxes() -> Sequence[Inbox]:
    """All inboxes with `waiting`, `parked` and, if it is not long ago, the last `received_at`."""
    found = Inbox.objects.annotate(
        waiting=_count(Envelope.State.WAITING), parked=_count(Envelope.State.PARKED)
    )
    received = _last_received()
    rows = list(found)
    for row in rows:
        row.received_at = received.get(row.pk)  # type: ignore[attr-defined]
    return rows


def waiting() -> QuerySet[Envelope]:
    """Mails that are not read yet, oldest first."""
    unread = Envelope.objects.filter(state=Envelope.State.WAITING)
    return unread.select_related("inbox", "raw").order_by("pk")


def parked() -> QuerySet[Envelope]:
    """Mails that wait for a person, newest first."""
    aside = Envelope.objects.filter(state=Envelope.State.PARKED)
    return aside.select_related("inbox", "raw").order_by("-pk")


def outbox(user: User) -> QuerySet[Delivery]:
    """Answers that failed or are delayed, of tickets this person may see, newest first."""
    delayed = Q(state__in=(Delivery.State.QUEUED, Delivery.State.SENDING), attempts__gt=0)
    troubled = Delivery.objects.filter(delayed | Q(state=Delivery.State.FAILED))
    seen = troubled.filter(message__ticket__in=visible_to(user))
    related = seen.select_related("inbox", "message__ticket", "message__author")
    return related.prefetch_related("recipients").order_by("-pk")


def _count(state: str) -> Coalesce:
    rows = Envelope.objects.filter(inbox=OuterRef("pk"), state=state).order_by()
    counted = rows.values("inbox").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _last_received() -> dict[int, object]:
    newest = Envelope.objects.aggregate(newest=Max("pk"))["newest"] or 0
    recent = Envelope.objects.filter(pk__gt=newest - RECENT).order_by()
    return dict(recent.values_list("inbox").annotate(at=Max("received_at")))
