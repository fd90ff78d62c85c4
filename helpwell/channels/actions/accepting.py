"""Taking mail in: stored raw and for good before anybody else may forget it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from helpwell.channels.facts import MailDismissed, MailRestored, MailRetried
from helpwell.channels.models import Envelope, Inbox
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import storable
from helpwell.events.actions import publish
from helpwell.files.actions import store_all
from helpwell.jobs.bell import ring


@dataclass(frozen=True)
class Arrival:
    """A mail that somebody hands in for an inbox."""

    inbox: Inbox
    raw: bytes
    envelope_from: str = ""
    envelope_to: str = ""


def accept(inbox: Inbox, raw: bytes, *, envelope_from: str = "", envelope_to: str = "") -> Envelope:
    """Keep `raw` exactly as it came; the same mail handed in again is the same envelope.

    When this returns, the mail survives a power cut. It refuses (NoRoom) on a full disk and raises
    when the database is away: then the sender must keep it.
    """
    accept_all([Arrival(inbox, raw, envelope_from, envelope_to)])
    return Envelope.objects.get(inbox=inbox, sha256=hashlib.sha256(raw).hexdigest())


@transaction.atomic
def accept_all(arrivals: Sequence[Arrival]) -> None:
    """Keep several mails as `accept` does, all or none and in their order; it costs little more
    than one does."""
    files = store_all([arrival.raw for arrival in arrivals])
    now = clock.now()
    envelopes = [
        Envelope(
            inbox_id=arrival.inbox.pk,
            sha256=file.sha256,
            raw=file,
            envelope_from=storable(arrival.envelope_from)[:320],
            envelope_to=storable(arrival.envelope_to),
            received_at=now,
        )
        for arrival, file in zip(arrivals, files, strict=True)
    ]
    Envelope.objects.bulk_create(envelopes, ignore_conflicts=True)
    ring("envelope.arrived")


@transaction.atomic
def retry(envelope: Envelope, *, by: By) -> None:
    """Read a parked or dismissed mail once more."""
    unread = Envelope.objects.filter(pk=envelope.pk, message=None)
    if unread.update(state=Envelope.State.WAITING, attempts=0, next_try_at=None):
        publish(MailRetried(envelope_id=envelope.pk, by=by.actor))
        ring("envelope.arrived")


@transaction.atomic
def dismiss(envelope: Envelope, *, by: By) -> None:
    """Set a parked mail aside for good; it stays stored."""
    parked = Envelope.objects.filter(pk=envelope.pk, state=Envelope.State.PARKED)
    if parked.update(state=Envelope.State.DISMISSED):
        publish(MailDismissed(envelope_id=envelope.pk, by=by.actor))


@transaction.atomic
def restore_dropped(envelope: Envelope, *, by: By) -> None:
    """Have a mail read that a rule had set aside; what was decided once is not decided again."""
    dropped = Envelope.objects.filter(pk=envelope.pk, state=Envelope.State.DROPPED)
    if dropped.update(state=Envelope.State.WAITING, attempts=0, next_try_at=None):
        publish(MailRestored(envelope_id=envelope.pk, by=by.actor))
        ring("envelope.arrived")
