from datetime import timedelta

from helpwell.core.actors import SYSTEM
from helpwell.customers import actions
from helpwell.jobs.registry import task


@task("customers.import", every=timedelta(seconds=30))
def bring_in() -> None:
    """Go on with every import of people that is at work."""
    actions.work_on_imports(by=SYSTEM)
