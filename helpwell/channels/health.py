"""What `helpwell doctor` says about mail."""

from collections.abc import Iterator

from helpwell.channels.judges import likely_judge
from helpwell.channels.models import Inbox
from helpwell.channels.queries import mail_troubles
from helpwell.core.health import Finding, Level, check


@check
def mail_comes_and_goes() -> Iterator[Finding]:
    """The same as Settings, Mail health, says: fetching, reading, sending, silence."""
    yield from mail_troubles()


@check
def senders_are_judged() -> Iterator[Finding]:
    """Where a mail server says who is genuine, it is believed."""
    for inbox in Inbox.objects.filter(is_active=True, trusted_host=""):
        if judge := likely_judge(inbox):
            said = f"{judge.host} judges who writes to {inbox.address}, but is not believed."
            yield Finding(Level.NOTE, said, "See Settings, Inboxes, Sender checks.")


@check
def there_is_a_first_inbox() -> Iterator[Finding]:
    """Customers have somewhere to write to."""
    if not Inbox.objects.filter(is_active=True).exists():
        said = "There is no inbox yet, so customers cannot write to you."
        yield Finding(Level.NOTE, said, "Add one in Settings, Inboxes.")
