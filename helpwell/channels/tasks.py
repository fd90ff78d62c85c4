from datetime import datetime, timedelta

from helpwell.channels import actions
from helpwell.jobs.registry import task


@task("envelope.arrived", every=timedelta(seconds=5))
def read_mail() -> None:
    """Read accepted mail onto tickets."""
    actions.read_waiting()


@task("delivery.queued", every=timedelta(seconds=10), threads=4)
def send_mail() -> datetime | None:
    """Send the answers that are due."""
    return actions.send_due()
