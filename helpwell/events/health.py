"""What `helpwell doctor` says about facts."""

from collections.abc import Iterator

from helpwell.core.health import Finding, Level, check
from helpwell.events.queries import waiting_for_a_person


@check
def facts_are_heard() -> Iterator[Finding]:
    """No subscriber has failed on a fact so often that it waits for a person."""
    for setback in waiting_for_a_person()[:10]:
        said = f"{setback.subscriber} failed on {setback.fact}: {setback.error}"
        yield Finding(Level.PROBLEM, said, "Mend the cause, then retry it in Mail health.")
