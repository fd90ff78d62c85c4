from datetime import datetime, timedelta

from helpwell.channels import actions
from helpwell.channels.adapters.email import fetchers
from helpwell.core import clock
from helpwell.jobs.registry import task


@task("envelope.arrived", every=timedelta(seconds=5))
def read_mail() -> None:
    """Read accepted mail onto tickets."""
    actions.read_waiting()


@task("delivery.queued", every=timedelta(seconds=10), threads=6)
def send_mail() -> datetime | None:
    """Send the answers that are due."""
    return actions.send_due()


@task("inbox.changed", every=timedelta(minutes=10))
def look_at_inboxes() -> None:
    """Let the fetchers of this worker see changed settings at once."""
    fetchers.look_again()


@task("delivery.scheduled", every=timedelta(seconds=10))
def release_scheduled() -> datetime | None:
    """Let go of scheduled answers whose time has come."""
    return actions.release_scheduled()


@task(every=timedelta(minutes=10))
def notice_silence() -> None:
    """Notice inboxes that are silent for unusually long."""
    actions.note_silence()


@task("delivery.sent", every=timedelta(minutes=1))
def file_copies() -> None:
    """Put copies of sent answers into their mailboxes."""
    actions.file_copies()


@task(every=timedelta(minutes=10))
def nudge_silent() -> datetime | None:
    """Remind customers that we wait for their answer."""
    return clock.now() if actions.nudge_silent() else None


@task(every=timedelta(hours=1))
def empty_trash() -> datetime | None:
    """Delete for good what was in the trash for long enough."""
    return clock.now() if actions.empty_trash() else None
