"""Reads about how mail fares, for the pages, for the rail and for `helpwell doctor`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from helpwell.accounts.models import User
from helpwell.channels.models import Delivery, Envelope, Inbox
from helpwell.channels.silence import WEEK, WEEKS, Pace
from helpwell.core import clock
from helpwell.events.models import Setback
from helpwell.events.queries import waiting_for_a_person
from helpwell.tickets.queries import visible_to

PAGE = 50
RECENT = 10_000  # mails that are looked through for when an inbox got its last one
LATELY = timedelta(days=7)  # a failed answer that nobody minded for so long is no news
MOST_SETBACKS = 20
ON_THE_WAY = (Delivery.State.QUEUED, Delivery.State.SENDING)
LATE = Q(attempts__gt=0) | ~Q(error="")  # one whose server did not answer has used up no attempt


@dataclass(frozen=True)
class InboxHealth:
    """How an inbox fares: its row, what waits for it, and its last mail if that is not long ago."""

    inbox: Inbox
    waiting: int
    parked: int
    leaving: int
    delayed: int
    received_at: datetime | None

    @property
    def is_silent(self) -> bool:
        """Whether no mail has come since it was found to be silent for unusually long."""
        told = self.inbox.silence_told_at
        return told is not None and (self.received_at is None or self.received_at < told)


@dataclass(frozen=True)
class MailHealth:
    """How all mail fares; `setbacks` are facts that wait for a person, the first few."""

    inboxes: Sequence[InboxHealth]
    waiting: int
    oldest_at: datetime | None
    parked: int
    dropped: int
    failed: int
    setbacks: Sequence[Setback]


def mail_health() -> MailHealth:
    """Everything at once, in a fixed number of queries."""
    mails = _by_state()
    failed = Delivery.objects.filter(
        state=Delivery.State.FAILED, queued_at__gt=clock.now() - LATELY
    )
    return MailHealth(
        inboxes=_inboxes(mails),
        waiting=sum(mails.get("waiting", {}).values()),
        oldest_at=waiting().aggregate(oldest=Min("received_at"))["oldest"],
        parked=sum(mails.get("parked", {}).values()),
        dropped=dropped().count(),
        failed=failed.count(),
        setbacks=list(waiting_for_a_person()[:MOST_SETBACKS]),
    )


def waiting() -> QuerySet[Envelope]:
    """Mails that are not read yet, oldest first."""
    return _mails(Envelope.State.WAITING).order_by("pk")


def parked() -> QuerySet[Envelope]:
    """Mails that wait for a person, newest first."""
    return _mails(Envelope.State.PARKED)


def dropped() -> QuerySet[Envelope]:
    """Mails that a rule has set aside, newest first."""
    return _mails(Envelope.State.DROPPED)


def outbox(user: User) -> QuerySet[Delivery]:
    """Answers of tickets this person may see, newest first."""
    seen = Delivery.objects.filter(message__ticket__in=visible_to(user))
    related = seen.select_related("inbox", "message__ticket", "message__author")
    return related.prefetch_related("recipients").order_by("-pk")


def shown(show: str) -> Q:
    """A filter of the outbox as a condition; an unknown one is what has trouble."""
    state, on_the_way = Delivery.State, Q(state__in=ON_THE_WAY)
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    conditions = {
        "waiting": on_the_way & ~LATE,
        "scheduled": Q(state=state.HELD),
        "delayed": on_the_way & LATE,
        "failed": Q(state=state.FAILED),
        "bounced": Q(recipients__state="bounced"),
        "today": Q(state=state.SENT, sent_at__gte=today),
    }
    trouble = conditions["delayed"] | conditions["failed"]
    return conditions.get(show, trouble)


def paces() -> dict[int, Pace]:
    """How much mail each inbox has got in the last weeks, by hours of the week."""
    recent = Envelope.objects.filter(received_at__gt=clock.now() - WEEKS * WEEK).order_by()
    slots = recent.values_list(
        "inbox", ExtractIsoWeekDay("received_at"), ExtractHour("received_at")
    ).annotate(n=Count("pk"), first=Min("received_at"), last=Max("received_at"))
    found: dict[int, Pace] = {}
    for inbox_id, day, hour, mails, first_at, last_at in slots:
        pace = found.setdefault(inbox_id, Pace(first_at, last_at))
        pace.first_at, pace.last_at = min(pace.first_at, first_at), max(pace.last_at, last_at)
        pace.mails[day, hour] = mails
    return found


def _mails(state: str) -> QuerySet[Envelope]:
    found = Envelope.objects.filter(state=state, message=None)
    return found.select_related("inbox", "raw").order_by("-pk")


def _inboxes(mails: dict[str, dict[int, int]]) -> list[InboxHealth]:
    received, leaving = _last_received(), _leaving()
    return [
        InboxHealth(
            inbox=inbox,
            waiting=mails.get("waiting", {}).get(inbox.pk, 0),
            parked=mails.get("parked", {}).get(inbox.pk, 0),
            leaving=leaving.get(inbox.pk, (0, 0))[0],
            delayed=leaving.get(inbox.pk, (0, 0))[1],
            received_at=received.get(inbox.pk),
        )
        for inbox in Inbox.objects.all()
    ]


def _by_state() -> dict[str, dict[int, int]]:
    """How many mails wait and are parked, by inbox; few rows, by their own indexes."""
    found: dict[str, dict[int, int]] = {}
    for state in (Envelope.State.WAITING, Envelope.State.PARKED):
        rows = Envelope.objects.filter(state=state).order_by().values_list("inbox")
        found[state.value] = dict(rows.annotate(n=Count("pk")))
    return found


def _leaving() -> dict[int, tuple[int, int]]:
    """How many answers are on their way, and how many of them had to be tried again."""
    rows = Delivery.objects.filter(state__in=ON_THE_WAY).order_by().values_list("inbox")
    counted = rows.annotate(n=Count("pk"), late=Count("pk", filter=LATE))
    return {inbox: (n, late) for inbox, n, late in counted}


def _last_received() -> dict[int, datetime]:
    newest = Envelope.objects.aggregate(newest=Max("pk"))["newest"] or 0
    recent = Envelope.objects.filter(pk__gt=newest - RECENT).order_by()
    return dict(recent.values_list("inbox").annotate(at=Max("received_at")))
