"""What is wrong with mail, in sentences: the same for the page, the rail and `helpwell doctor`."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpwell.channels.health_queries import InboxHealth, MailHealth
from helpwell.core import clock
from helpwell.core.health import Finding, Level

QUIET_TOO_LONG = timedelta(minutes=20)  # an idle mailbox is looked into every nine minutes
WAITING_TOO_LONG = timedelta(minutes=5)


def troubles_of(health: MailHealth) -> Iterator[Finding]:
    """What somebody should know of now, the worst first."""
    found = [finding for each in health.inboxes if each.inbox.is_active for finding in _of(each)]
    found += [*_mails(health), *_answers(health)]
    yield from sorted(found, key=lambda finding: finding.level != Level.PROBLEM)


def _of(health: InboxHealth) -> Iterator[Finding]:
    inbox = health.inbox
    there = _("See Settings, Inboxes.")
    words = {"address": inbox.address, "why": inbox.fetch_error or inbox.send_error}
    if inbox.fetches and inbox.fetch_error:
        said = _("Mail for %(address)s is not fetched: %(why)s") % words
        yield Finding(Level.PROBLEM, said, there, f"fetching:{inbox.pk}")
    elif inbox.fetches and _is_late(health):
        said = _("Mail for %(address)s has not been fetched for a while.") % words
        advice = _("See that a worker runs: “helpwell status”.")
        yield Finding(Level.WARNING, said, advice, f"late:{inbox.pk}")
    elif health.is_silent:
        said = _("No mail has come for %(address)s for unusually long.") % words
        advice = _("Write to it yourself from elsewhere, to see whether mail still finds its way.")
        yield Finding(Level.WARNING, said, advice, f"silent:{inbox.pk}")
    if inbox.send_error:
        said = _("Answers from %(address)s do not leave: %(why)s")
        said %= words | {"why": inbox.send_error}
        yield Finding(Level.PROBLEM, said, there, f"sending:{inbox.pk}")


def _is_late(health: InboxHealth) -> bool:
    at = health.inbox.fetched_at
    return at is None or at < clock.now() - QUIET_TOO_LONG


def _mails(health: MailHealth) -> Iterator[Finding]:
    if health.parked:
        said = ngettext("%d mail could not be read.", "%d mails could not be read.", health.parked)
        advice = _("See Settings, Mail health.")
        yield Finding(Level.WARNING, said % health.parked, advice, "parked")
    if health.oldest_at and health.oldest_at < clock.now() - WAITING_TOO_LONG:
        said = ngettext(
            "%d mail waits to be read, for over five minutes.",
            "%d mails wait to be read, some for over five minutes.",
            health.waiting,
        )
        advice = _("See that a worker runs: “helpwell status”.")
        yield Finding(Level.WARNING, said % health.waiting, advice, "waiting")


def _answers(health: MailHealth) -> Iterator[Finding]:
    if health.failed:
        said = ngettext(
            "%d answer of the last seven days reached nobody.",
            "%d answers of the last seven days reached nobody.",
            health.failed,
        )
        yield Finding(Level.WARNING, said % health.failed, _("See Settings, Outbox."))
