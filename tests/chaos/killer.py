"""The killer: SIGKILL for a part at a random moment, again and again."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.house import House
from tests.chaos.record import Record

PARTS = ("web", "worker", "live", "database")
ODD = ("a process of web", "a session of database", "everything", "worker")


@dataclass
class Killer:
    """Kills `count` times within about `seconds`; the order comes from the dice.

    Every second time it waits until something `is_on_the_wire`, and strikes a moment later.
    """

    house: House
    record: Record
    count: int
    seconds: float
    dice: random.Random
    is_on_the_wire: Callable[[], object]

    def work(self) -> None:
        targets = _targets(self.dice)
        for _ in range(self.count):
            time.sleep(self.dice.uniform(0.3, 1.7) * self.seconds / self.count)
            self._kill(next(targets))

    def _kill(self, target: str) -> None:
        if target == "everything":
            self.house.running.process.kill()
            self.record.note("killed", target=target)
            self.house.start_again()
            return
        pid = self._pid_of(target)
        self._wait_for_a_moment()
        try:
            os.kill(pid, signal.SIGKILL)
        except (ProcessLookupError, TypeError):
            self.record.note("missed", target=target)  # it was just being started
        else:
            self.record.note("killed", target=target)

    def _wait_for_a_moment(self) -> None:
        """Any moment, or one in which a mail or a reply is being taken."""
        if self.dice.random() < 0.5:
            time.sleep(self.dice.uniform(0, 0.5))
            return
        end = time.monotonic() + 5
        while not self.is_on_the_wire() and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(self.dice.uniform(0, 0.05))

    def _pid_of(self, target: str) -> int:
        part = target.rpartition(" ")[2]
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if pid := self.house.running.part(part).get("pid"):
                chosen = [pid] if part == target else _children(pid)
                if chosen:
                    return self.dice.choice(chosen)
            time.sleep(0.2)
        raise TimeoutError(f"{target} did not come back")


def _targets(dice: random.Random) -> Iterator[str]:
    """Every part in some order, twice; then the odd ones; and again."""
    while True:
        for round_ in (PARTS, PARTS, ODD):
            yield from dice.sample(round_, len(round_))


def _children(pid: int) -> list[int]:
    """The children of a process that serve Helpwell: its pages, or its database sessions."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found if _serves_us(Path(f"/proc/{child}/cmdline"))]


def _serves_us(command: Path) -> bool:
    try:
        words = command.read_bytes()
    except OSError:
        return False
    return b"postgres: helpwell" in words or b"python" in words
