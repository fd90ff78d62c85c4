"""The proof, small: `make chaos` runs the large one."""

from pathlib import Path

from tests.chaos.house import house
from tests.chaos.run import Plan, run

SMALL = Plan(mails=60, replies=12, kills=4, seed=3, seconds=20, sink_troubles=0)


def test_nothing_is_lost_and_nothing_doubled_while_every_part_is_killed():
    with house() as ours:
        outcome = run(SMALL, ours)
        log = Path(ours.running.log).read_text(errors="replace")
    assert sum(outcome.figures["killed"].values()) == SMALL.kills, outcome.figures
    assert outcome.is_clean, f"{outcome}\n{log[-5000:]}"
