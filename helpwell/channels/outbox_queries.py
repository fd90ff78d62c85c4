"""Reads of the outbox: what is due, and which inbox may send."""

from datetime import datetime, timedelta

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from helpwell.channels.models import Delivery, Inbox
from helpwell.core import clock

LEAVING = (Delivery.State.QUEUED, Delivery.State.SENDING)
CLOCK_JUMP = timedelta(minutes=2)  # more than clocks of several hosts differ
LONGEST_PAUSE = timedelta(minutes=30)
MINUTE = timedelta(minutes=1)


def due() -> QuerySet[Delivery]:
    """Deliveries whose time has come.

    Also those that were queued or tried in the future: the clock was wrong then, or is now, and
    mail does not wait for it.
    """
    now = clock.now()
    come = Q(due_at__lte=now)
    strange = Q(queued_at__gt=now + CLOCK_JUMP) | Q(claimed_at__gt=now + CLOCK_JUMP)
    return Delivery.objects.filter(come | strange, state__in=LEAVING)


def awake() -> QuerySet[Inbox]:
    """Inboxes whose answers may leave now; a pause that the clock's jump made endless is none."""
    now = clock.now()
    rested = Q(send_after=None) | Q(send_after__lte=now) | Q(send_after__gt=now + LONGEST_PAUSE)
    return Inbox.objects.filter(rested)


def waiting() -> QuerySet[Inbox]:
    """Inboxes with something due that may leave now; whose answer waits longest comes first."""
    mails = due().filter(inbox=OuterRef("pk")).order_by().values("inbox")
    oldest = Subquery(mails.annotate(oldest=Min("due_at")).values("oldest"))
    inboxes = awake().annotate(oldest=oldest)
    return inboxes.exclude(oldest=None).order_by("oldest", "pk")


def free_at(inbox: Inbox) -> datetime | None:
    """When the next answer may leave by the provider's limit; nothing when it may now.

    The deliveries themselves are counted, so several workers together keep to it; the caller holds
    the inbox's row.
    """
    if not inbox.most_a_minute:
        return None
    now = clock.now()
    lately = Delivery.objects.filter(inbox=inbox, claimed_at__gt=now - MINUTE, claimed_at__lte=now)
    begun = lately.order_by("-claimed_at").values_list("claimed_at", flat=True)
    nth = list(begun[inbox.most_a_minute - 1 : inbox.most_a_minute])
    return nth[0] + MINUTE if nth and nth[0] else None
