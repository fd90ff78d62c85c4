"""One process under supervision: started, watched, and started again when it dies."""

import enum
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

type Starter = Callable[[int], subprocess.Popen[bytes]]

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 30.0
GOOD_LIFE_SECONDS = 60.0


class State(enum.StrEnum):
    """What a part is doing."""

    WAITING = "waiting"  # for its turn, or for the pause after a death
    STARTING = "starting"
    RUNNING = "running"
    DONE = "done"  # a task that runs once has succeeded
    STOPPING = "stopping"
    STOPPED = "stopped"


@dataclass
class Part:
    """A process and its history. `start` gets the descriptor its words go to.

    `after` names the parts that must run (or be done) before its first start. A part that runs
    `once` is done when it succeeds; `is_needless` may spare it.
    """

    name: str
    start: Starter
    after: tuple[str, ...] = ()
    once: bool = False
    is_needless: Callable[[], bool] = lambda: False
    is_ready: Callable[[], bool] = lambda: True
    stop_signal: signal.Signals = signal.SIGTERM

    state: State = State.WAITING
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    restarts: int = 0
    last_exit: str | None = None
    process: subprocess.Popen[bytes] | None = None
    due: float = 0.0  # not before this moment of the monotonic clock
    failures: int = 0
    begun: float = 0.0

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    @property
    def is_up(self) -> bool:
        """Whether those that wait for it may start."""
        return self.state in (State.RUNNING, State.DONE)

    def enter(self, state: State) -> None:
        self.state = state
        self.since = datetime.now(UTC)

    def launch(self, output: int) -> None:
        """Start the process; one that cannot be started counts as one that died."""
        self.begun = time.monotonic()
        try:
            self.process = self.start(output)
        except Exception as reason:  # whatever it is, it is tried again
            self.note_death(f"not started: {reason}")
        else:
            self.enter(State.STARTING)

    def note_death(self, how: str) -> None:
        """Remember how it ended and pause before the next start, longer each time."""
        self.process = None
        self.last_exit = how
        if self.state is State.STOPPING:
            self.enter(State.STOPPED)
            return
        self.restarts += 1
        self.failures = 0 if self._lived_well() else self.failures + 1
        self.due = time.monotonic() + self._pause()
        self.enter(State.WAITING)

    def note_success(self) -> None:
        self.process = None
        self.last_exit = "exit 0"
        self.enter(State.DONE)

    def ask_to_stop(self) -> None:
        if self.process:
            self.enter(State.STOPPING)
            self.process.send_signal(self.stop_signal)
        elif self.state is not State.DONE:
            self.enter(State.STOPPED)

    def _lived_well(self) -> bool:
        return time.monotonic() - self.begun > GOOD_LIFE_SECONDS

    def _pause(self) -> float:
        if not self.failures:
            return 0.0
        return min(FIRST_PAUSE_SECONDS * 2.0 ** (self.failures - 1), LONGEST_PAUSE_SECONDS)


def how_it_ended(code: int) -> str:
    """A return code in words: `exit 3`, or `killed by SIGKILL`."""
    if code >= 0:
        return f"exit {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
