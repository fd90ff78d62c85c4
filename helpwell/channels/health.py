"""What `helpwell doctor` says about mail."""

from collections.abc import Iterator
from datetime import timedelta

from helpwell.channels.models import Delivery, Envelope, Inbox
from helpwell.core import clock
from helpwell.core.health import Finding, Level, check

QUIET_TOO_LONG = timedelta(minutes=20)  # an idle mailbox is looked into every nine minutes
WAITING_TOO_LONG = timedelta(minutes=5)
PAGE = "Open Settings, Mail health."


@check
def mailboxes_are_fetched() -> Iterator[Finding]:
    """Every mailbox answered lately, and without trouble."""
    for inbox in Inbox.objects.filter(is_active=True).exclude(imap_host=""):
        late = inbox.fetched_at is None or inbox.fetched_at < clock.now() - QUIET_TOO_LONG
        if inbox.fetch_error:
            said = f"Mail for {inbox.address} is not fetched: {inbox.fetch_error}"
            yield Finding(Level.PROBLEM, said, "Correct it in Settings, Inboxes.")
        elif late:
            said = f"Mail for {inbox.address} has not been fetched for a while."
            yield Finding(Level.WARNING, said, "See that a worker runs: “helpwell status”.")


@check
def answers_leave() -> Iterator[Finding]:
    """Outgoing servers work, and no answer has failed unseen."""
    for inbox in Inbox.objects.filter(is_active=True).exclude(send_error=""):
        said = f"Answers from {inbox.address} do not leave: {inbox.send_error}"
        yield Finding(Level.PROBLEM, said, "Correct it in Settings, Inboxes.")
    failed = Delivery.objects.filter(state=Delivery.State.FAILED).count()
    if failed:
        yield Finding(Level.WARNING, f"{failed} answer(s) reached nobody.", PAGE)


@check
def mail_is_read() -> Iterator[Finding]:
    """What came in gets onto tickets."""
    old = clock.now() - WAITING_TOO_LONG
    waiting = Envelope.objects.filter(state=Envelope.State.WAITING, received_at__lt=old).count()
    if waiting:
        said = f"{waiting} mail(s) have been waiting to be read for over five minutes."
        yield Finding(Level.WARNING, said, "See that a worker runs: “helpwell status”.")
    parked = Envelope.objects.filter(state=Envelope.State.PARKED).count()
    if parked:
        yield Finding(Level.WARNING, f"{parked} mail(s) could not be read.", PAGE)


@check
def there_is_a_first_inbox() -> Iterator[Finding]:
    """Customers have somewhere to write to."""
    if not Inbox.objects.filter(is_active=True).exists():
        said = "There is no inbox yet, so customers cannot write to you."
        yield Finding(Level.NOTE, said, "Add one in Settings, Inboxes.")
