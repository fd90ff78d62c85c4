"""Reading accepted mail onto tickets."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from helpwell.channels.actions.placing import place
from helpwell.channels.actions.turns import take_turns
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.mail.message import parse
from helpwell.channels.models import Envelope
from helpwell.channels.surroundings import Surroundings, surroundings_of
from helpwell.core import clock
from helpwell.core.database import is_passing
from helpwell.core.errors import Refused
from helpwell.core.masking import masked
from helpwell.core.text import storable
from helpwell.files.errors import NoRoom
from helpwell.files.queries import content_of
from helpwell.live.actions import tell
from helpwell.tickets.models import Message

log = logging.getLogger(__name__)
BATCH = 10
BATCH_BYTES = 4 * 1024 * 1024
MOST_ATTEMPTS = 4
CLAIM_SECONDS = 2  # from counting an attempt until its mails are locked; nobody else takes them
READ = (
    "state", "message", "message_id_header", "fingerprint", "threaded_by", "authentication",
    "decision", "error", "next_try_at",
)  # fmt: skip
_owed: set[int] = set()  # mails whose counted attempt failed for a reason that is not theirs


def read_waiting() -> None:
    """Read every waiting mail onto its ticket, oldest first."""
    while read_batch():
        pass


def read_batch() -> int:
    """Read up to `BATCH` mails; how many there were.

    Each is counted as tried before it is read, so that one whose reading ends this program is in
    the end read alone and then parked, where people see it. One that fails is tried again later,
    and parked after `MOST_ATTEMPTS`; the others go on. A full disk or a database that is away is
    no mail's fault and does not count.
    """
    _give_back()
    pks = _claim()
    try:
        if len(pks) < 2 or not _read_together(pks):
            for pk in pks:
                _read_alone(pk)
    except Exception as error:
        if _is_not_its_fault(error):
            _owed.update(pks)
        raise
    return len(pks)


@transaction.atomic
def read(envelope: Envelope) -> Message | None:
    """Put one mail where it belongs; nothing if it was set aside. The caller holds it."""
    incoming = parse(content_of(envelope.raw))
    take_turns([incoming])
    return _finish(envelope, incoming, surroundings_of([incoming]))


@transaction.atomic
def _claim() -> list[int]:
    """The mails to read next, noted as tried: fresh ones together, any other alone.

    The note need not reach the disk before we go on: it is for a program that dies, which the
    database outlives.
    """
    due = Q(next_try_at=None) | Q(next_try_at__lte=clock.now())
    waiting = Envelope.objects.filter(due, state=Envelope.State.WAITING).order_by("pk")
    free = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("raw")
    chosen = _together(list(free[:BATCH]))
    if not chosen:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    pks = [envelope.pk for envelope in chosen]
    Envelope.objects.filter(pk__in=pks).update(
        attempts=F("attempts") + 1,
        next_try_at=clock.now() + timedelta(seconds=CLAIM_SECONDS),
    )
    return pks


def _together(envelopes: Sequence[Envelope]) -> list[Envelope]:
    """Those of the mails, oldest first, that may be read in one go."""
    chosen: list[Envelope] = []
    size = 0
    for envelope in envelopes:
        size += envelope.raw.size
        if chosen and (envelope.attempts or size > BATCH_BYTES):
            break
        chosen.append(envelope)
        if envelope.attempts:
            break
    return chosen


def _read_together(pks: list[int]) -> bool:
    """Read them in one transaction, which is quicker; one that fails undoes them all."""
    try:
        with transaction.atomic():
            letters = [(envelope, parse(content_of(envelope.raw))) for envelope in _held(pks)]
            mails = [incoming for _envelope, incoming in letters]
            take_turns(mails)
            around = surroundings_of(mails)
            for envelope, incoming in letters:
                _finish(envelope, incoming, around)
    except Exception as error:
        if _is_not_its_fault(error):
            raise
        return False
    return True


def _read_alone(pk: int) -> None:
    try:
        with transaction.atomic():
            for envelope in _held([pk]):
                if envelope.attempts > MOST_ATTEMPTS:
                    _park(envelope, _("Reading this mail ended the program each time. It is kept."))
                else:
                    read(envelope)
    except Exception as error:
        if _is_not_its_fault(error):
            raise
        log.exception("mail %s could not be read", pk)
        _postpone(pk, _in_words(error))


def _held(pks: list[int]) -> list[Envelope]:
    """Those of the mails that still wait, ours until this transaction ends.

    One that is locked is waited for: a reader on its way to other mails may lock ours in passing.
    """
    waiting = Envelope.objects.filter(pk__in=pks, state=Envelope.State.WAITING).order_by("pk")
    held = waiting.select_for_update(of=("self",))
    return list(held.select_related("inbox__group", "raw"))


def _finish(envelope: Envelope, incoming: Incoming, around: Surroundings) -> Message | None:
    message = place(envelope, incoming, around)
    envelope.next_try_at = None
    envelope.save(update_fields=READ)
    return message


def _is_not_its_fault(error: Exception) -> bool:
    return isinstance(error, NoRoom) or is_passing(error)


def _give_back() -> None:
    """Take back the attempts that were not the mails' fault."""
    pks = list(_owed)
    if pks:
        waiting = Envelope.objects.filter(pk__in=pks, state=Envelope.State.WAITING, attempts__gt=0)
        waiting.update(attempts=F("attempts") - 1, next_try_at=None)
        _owed.difference_update(pks)


def _in_words(error: Exception) -> str:
    """What kept a mail from its ticket, as a sentence with the particulars for whoever mends it."""
    if isinstance(error, Refused):
        return str(error)
    return _("This mail could not be read (%s). It is kept; retry once that is mended.") % masked(
        repr(error)
    )


def _postpone(pk: int, error: str) -> None:
    envelope = Envelope.objects.get(pk=pk)
    if envelope.attempts >= MOST_ATTEMPTS:
        _park(envelope, error)
        return
    envelope.error = storable(error)[:2000]
    envelope.next_try_at = clock.now() + timedelta(seconds=5 * 4**envelope.attempts)
    envelope.save(update_fields=["error", "next_try_at"])


def _park(envelope: Envelope, error: str) -> None:
    """Set a mail before people, who see it in mail health."""
    envelope.state, envelope.next_try_at = Envelope.State.PARKED, None
    envelope.error = storable(error)[:2000]
    envelope.save(update_fields=["state", "next_try_at", "error"])
    tell("mail-health")
