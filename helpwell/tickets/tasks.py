from datetime import datetime, timedelta

from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.jobs.registry import task
from helpwell.tickets import actions


@task(every=timedelta(seconds=30))
def keep_counts_cheap() -> None:
    """Fold the tally."""
    actions.fold_tallies()


@task(every=timedelta(seconds=15))
def forget_the_gone() -> None:
    """Drop the presences of people who have left."""
    actions.forget_the_gone()


@task(every=timedelta(hours=6))
def sweep_uploads() -> None:
    """Delete files that were uploaded long ago for messages nobody has written."""
    actions.sweep_uploads()


@task(every=timedelta(hours=6))
def sweep_receipts() -> None:
    """Forget what was sent so long ago that no browser tries again."""
    actions.sweep_receipts()


@task(every=timedelta(minutes=1))
def follow_stragglers() -> None:
    """Let what came in at the moment of a merge of two people follow it."""
    actions.follow_stragglers(by=SYSTEM)


@task(actions.BULK, every=timedelta(seconds=15), threads=2)
def go_on_with_runs() -> None:
    """Do to many tickets what was asked for them."""
    actions.go_on_with_runs()


@task("tickets.touched", every=timedelta(seconds=10))
def count_views() -> None:
    """Keep what saved views hold up to date, and fill new ones."""
    actions.count_views()


@task(every=timedelta(seconds=30))
def wake_sleepers() -> datetime | None:
    """Wake snoozed tickets whose time has come."""
    return actions.wake_sleepers()


@task(every=timedelta(seconds=30))
def watch_promises() -> datetime | None:
    """Remind of promises, and note those whose time has passed."""
    return actions.watch_promises()


@task(every=timedelta(minutes=10))
def solve_silent() -> datetime | None:
    """Solve pending tickets whose customers did not answer our reminder."""
    return clock.now() if actions.solve_silent() else None


@task(every=timedelta(minutes=10))
def close_old() -> datetime | None:
    """Close what has been solved for long."""
    return clock.now() if actions.close_old() else None
