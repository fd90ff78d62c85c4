from datetime import timedelta

from helpwell.api import actions
from helpwell.jobs.registry import task


@task(every=timedelta(hours=1))
def sweep() -> None:
    """Forget answers that no repeat asks for, and counts of minutes gone by."""
    actions.sweep_answers()
    actions.sweep_allowances()
