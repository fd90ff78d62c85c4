"""Reading accepted mail onto tickets."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from helpwell.channels import threading
from helpwell.channels.actions.bouncing import note_bounce
from helpwell.channels.contents import content_of_mail
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.mail.message import parse
from helpwell.channels.models import Envelope
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.core.database import is_passing
from helpwell.core.errors import Refused
from helpwell.core.text import storable
from helpwell.customers.actions import recognise
from helpwell.customers.models import Customer
from helpwell.files.errors import NoRoom
from helpwell.files.queries import content_of
from helpwell.live.actions import tell
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Message

log = logging.getLogger(__name__)
BATCH = 10
MOST_ATTEMPTS = 4
READ = ("state", "message", "message_id_header", "threaded_by", "error")
NOBODY = "unknown-sender@unknown.invalid"


def read_waiting() -> None:
    """Read every waiting mail onto its ticket, oldest first."""
    while read_batch():
        pass


def read_batch() -> int:
    """Read up to `BATCH` mails in one transaction; how many there were.

    One that fails is undone alone: it is tried again later and in the end parked, where people see
    it, and the others go on. When the disk is full or the database away, all of them wait.
    """
    with transaction.atomic():
        envelopes = _claim()
        if not _read_together(envelopes):
            for envelope in envelopes:
                _read_alone(envelope)
    return len(envelopes)


def _read_together(envelopes: list[Envelope]) -> bool:
    """Read them without a savepoint for each, which is quicker; one that fails undoes them all."""
    try:
        with transaction.atomic():
            for envelope in envelopes:
                read(envelope)
    except Exception as error:
        if _is_not_its_fault(error):
            raise
        return False
    return True


def _read_alone(envelope: Envelope) -> None:
    try:
        with transaction.atomic():
            read(envelope)
    except Exception as error:
        if _is_not_its_fault(error):
            raise
        log.exception("mail %s could not be read", envelope.pk)
        _postpone(envelope.pk, _in_words(error))


def _is_not_its_fault(error: Exception) -> bool:
    return isinstance(error, NoRoom) or is_passing(error)


def _claim() -> list[Envelope]:
    due = Q(next_try_at=None) | Q(next_try_at__lte=clock.now())
    waiting = Envelope.objects.filter(due, state=Envelope.State.WAITING)
    claimed = waiting.select_for_update(skip_locked=True, of=("self",))
    return list(claimed.select_related("inbox__group", "raw").order_by("pk")[:BATCH])


def read(envelope: Envelope) -> Message:
    """Put one mail onto the ticket it belongs to; the caller holds it."""
    incoming = parse(content_of(envelope.raw))
    customer = recognise(email=incoming.from_email or NOBODY, name=incoming.from_name, by=SYSTEM)
    message = _onto_ticket(envelope, incoming, customer)
    if incoming.bounce:
        note_bounce(incoming, content_of(envelope.raw))
    envelope.state = Envelope.State.DONE
    envelope.message = message
    envelope.message_id_header = storable(incoming.message_id)[:998]
    envelope.error = ""
    envelope.save(update_fields=READ)
    return message


def _onto_ticket(envelope: Envelope, incoming: Incoming, customer: Customer) -> Message:
    """Add the mail to the ticket it provably belongs to, or open a new one."""
    content = content_of_mail(incoming)
    thread = threading.find(incoming, envelope_to=envelope.envelope_to)
    if thread:
        envelope.threaded_by = thread.by
        return tickets.receive(thread.ticket, customer=customer, content=content, by=customer)
    envelope.threaded_by = "new"
    return tickets.open(
        requester=customer,
        subject=incoming.subject,
        content=content,
        group=envelope.inbox.group,
        by=customer,
    )


def _in_words(error: Exception) -> str:
    """What kept a mail from its ticket, as a sentence with the particulars for whoever mends it."""
    if isinstance(error, Refused):
        return str(error)
    return _("This mail could not be read (%s). It is kept; retry once that is mended.") % repr(
        error
    )


def _postpone(pk: int, error: str) -> None:
    envelope = Envelope.objects.get(pk=pk)
    envelope.attempts += 1
    envelope.error = storable(error)[:2000]
    envelope.next_try_at = clock.now() + timedelta(seconds=5 * 4**envelope.attempts)
    if envelope.attempts >= MOST_ATTEMPTS:
        envelope.state, envelope.next_try_at = Envelope.State.PARKED, None
        tell("mail-health")
    envelope.save()
