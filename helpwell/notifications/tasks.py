from datetime import datetime, timedelta

from helpwell.jobs.registry import task
from helpwell.notifications import actions


@task("notification.noted", every=timedelta(seconds=30))
def mail_notifications() -> datetime | None:
    """Mail what people want to be told by mail."""
    return actions.mail_due()


@task(every=timedelta(minutes=5))
def mail_alerts() -> None:
    """Mail whoever looks after mailboxes what is wrong with them."""
    actions.mail_alerts()


@task("notification.noted", every=timedelta(seconds=30))
def push_notifications() -> datetime | None:
    """Push what people want to be told on their devices."""
    return actions.push_due()
