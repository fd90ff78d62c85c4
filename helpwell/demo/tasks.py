from datetime import timedelta

from helpwell.demo import actions
from helpwell.jobs.registry import task


@task(actions.BELL, every=timedelta(minutes=1))
def move_in() -> None:
    """Let the demo company come where somebody wishes for it."""
    actions.come_if_wished()
