"""`python -m tests.chaos.faults [NAME …]`: one trouble after the other, each on a whole Helpwell.

What is handed in and what is answered is written down in an append-only record; when the trouble
is over and all is quiet, the checker compares the record with what is there. Exit 1 when a promise
was broken.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.chaos import fault_lines, fault_times
from tests.chaos.house import House, house
from tests.chaos.look import wait_until_quiet
from tests.chaos.record import Record
from tests.chaos.run import Outcome, check, write_down

QUIET_SECONDS = 180
Trouble = Callable[[House, Record], None]


@dataclass(frozen=True)
class Fault:
    """A trouble by name, and what the house needs to be set up with for it."""

    name: str
    what: str
    trouble: Trouble
    setting: Callable[[ExitStack], dict[str, str]] = lambda _: {}


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("copies", "each mail handed in ten times at once", fault_lines.ten_copies),
        Fault("cut-after-data", "lines cut while we answer a mail", fault_lines.cut_after_data),
        Fault("cut-in-fetch", "lines cut while a mailbox is fetched", fault_lines.cut_in_fetch),
        Fault("uidvalidity", "a mailbox that counts anew", fault_lines.count_anew),
        Fault("poison", "a mail that cannot be read among good ones", fault_lines.poison),
        Fault("refusals", "550, 554, 450 and 452 to our answers", fault_lines.refusals),
        Fault("drops", "answers cut before and after they were taken", fault_lines.drops),
        Fault("hangs", "a server that hangs, then shuts down", fault_lines.hangs),
        Fault("clock", "the clock jumps forth and back", fault_times.jumps, fault_times.own_clock),
    )
}


def inflict(fault: Fault, *, folder: Path | None = None) -> Outcome:
    """Run one fault on a house of its own and check everything afterwards."""
    with ExitStack() as stack:
        root = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fault-")))
        ours = stack.enter_context(house(folder=root, **fault.setting(stack)))
        record = Record(ours.folder / "record.jsonl")
        fault.trouble(ours, record)
        left = wait_until_quiet(ours, seconds=QUIET_SECONDS)
        write_down(ours)
        outcome = check(ours)
        outcome.checks["all work is done in the end"] = [
            f"{number} {work} wait" for work, number in left.items() if number
        ]
        return outcome


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.faults", description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(FAULTS))
    parser.add_argument("--folder", type=Path, help="kept afterwards, for looking")
    asked = parser.parse_args()
    clean = [_told(FAULTS[name], asked.folder) for name in asked.names or FAULTS]
    return 0 if all(clean) else 1


def _told(fault: Fault, folder: Path | None) -> bool:
    try:
        outcome = inflict(fault, folder=folder and folder / fault.name)
    except fault_times.NotHere as reason:
        sys.stdout.write(f"{fault.name:16} left out: {reason}\n")
        return True
    kept = sum(not broken for broken in outcome.checks.values())
    sys.stdout.write(f"{fault.name:16} {fault.what}: {kept} of {len(outcome.checks)} kept\n")
    for promise, broken in outcome.checks.items():
        for violation in broken[:5]:
            sys.stdout.write(f"{'':16} BROKEN {promise}: {violation}\n")
    sys.stdout.flush()
    return outcome.is_clean


if __name__ == "__main__":
    sys.exit(main())
