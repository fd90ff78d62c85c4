from datetime import timedelta

from helpwell.events import actions
from helpwell.jobs.registry import task


@task("fact.published", every=timedelta(seconds=5))
def tell_facts() -> None:
    """Tell every waiting fact, then what was set aside and is due again."""
    while actions.tell_next():
        pass
    while actions.retry_next_setback():
        pass
