"""How far the mail of a mailbox has been fetched, and how fetching and sending fare."""

import hashlib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from helpwell.channels.models import Envelope, Inbox
from helpwell.core import clock
from helpwell.core.text import storable
from helpwell.files.actions import store
from helpwell.live.actions import tell

NOTE_EVERY = timedelta(seconds=10)


def begin(inbox: Inbox, *, validity: int, after: int = 0) -> None:
    """Fetch from the UIDs after `after` on, if the mailbox's UIDVALIDITY is new to us.

    The server has counted anew then (RFC 9051, section 2.3.1.1), so all is fetched again; what we
    have already is recognised by its bytes.
    """
    new = Inbox.objects.filter(pk=inbox.pk).exclude(fetch_validity=validity)
    new.update(fetch_validity=validity, fetch_last_uid=after)
    inbox.refresh_from_db(fields=["fetch_validity", "fetch_last_uid"])


def advance(inbox: Inbox, *, uid: int) -> None:
    """Note that everything up to `uid` is stored; a mailbox begun anew meanwhile stays as it is."""
    place = Inbox.objects.filter(pk=inbox.pk, fetch_validity=inbox.fetch_validity)
    place.filter(fetch_last_uid__lt=uid).update(fetch_last_uid=uid)
    inbox.fetch_last_uid = uid


@transaction.atomic
def set_aside(inbox: Inbox, beginning: bytes, *, error: str) -> None:
    """Keep the beginning of a mail that is too large, parked where people see it."""
    file = store(beginning)
    Envelope.objects.get_or_create(
        inbox=inbox,
        sha256=hashlib.sha256(beginning).hexdigest(),
        defaults={
            "raw": file,
            "received_at": clock.now(),
            "state": Envelope.State.PARKED,
            "error": storable(error),
        },
    )
    tell("mail-health")


def note_fetched(inbox: Inbox, *, trouble: str = "") -> None:
    """Fetching works, though perhaps not all that was to follow (`trouble`, as a sentence); written
    at most every few seconds while nothing changes."""
    sentence = storable(trouble)[:2000]
    stale = ~Q(fetch_error=sentence) | Q(fetched_at=None) | Q(next_fetch_at__isnull=False)
    stale |= Q(fetched_at__lt=clock.now() - NOTE_EVERY)
    rows = Inbox.objects.filter(stale, pk=inbox.pk)
    if rows.update(fetched_at=clock.now(), fetch_error=sentence, next_fetch_at=None):
        tell("mail-health")


def note_fetch_trouble(inbox: Inbox, sentence: str, *, next_at: datetime | None = None) -> None:
    """Fetching fails for a reason people can read, and is tried again at `next_at`."""
    rows = Inbox.objects.filter(pk=inbox.pk)
    rows.update(fetch_error=storable(sentence)[:2000], next_fetch_at=next_at)
    tell("mail-health")


def note_handed_over(inbox: Inbox) -> None:
    """Sending works; written at most every few seconds while nothing changes."""
    stale = ~Q(send_error="") | Q(sent_at=None) | Q(sent_at__lt=clock.now() - NOTE_EVERY)
    rows = Inbox.objects.filter(stale, pk=inbox.pk)
    if rows.update(sent_at=clock.now(), send_error=""):
        tell("mail-health")


def note_send_trouble(inbox: Inbox, sentence: str) -> None:
    """The outgoing server fails for a reason people can read."""
    Inbox.objects.filter(pk=inbox.pk).update(send_error=storable(sentence)[:2000])
    tell("mail-health")
