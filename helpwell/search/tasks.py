from datetime import timedelta

from helpwell.jobs.registry import task
from helpwell.search import actions


@task(every=timedelta(seconds=10))
def learn_words() -> None:
    """Learn the words of what was written, so that mistyped ones are understood."""
    actions.learn()
