from datetime import timedelta

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
