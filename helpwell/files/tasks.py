from datetime import datetime, timedelta

from helpwell.files import actions
from helpwell.jobs.registry import task


@task("scan.requested", every=timedelta(minutes=1))
def scan_files() -> datetime | None:
    """Have new files scanned for viruses."""
    return actions.scan_waiting()


@task(every=timedelta(hours=6))
def sweep_files() -> None:
    """Delete what half-finished writing has left behind."""
    actions.sweep()
