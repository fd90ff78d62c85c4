"""The small supervisor: starts the parts in order, keeps them alive, stops them cleanly."""

import os
import selectors
import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType

from helpwell.service.output import Mouth, say
from helpwell.service.part import Part, State, how_it_ended

IDLE_SECONDS = 5.0
BUSY_SECONDS = 0.05
STOPPING_SECONDS = 15.0
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Supervisor:
    """Runs parts until it is told to stop; `on_change` hears of every change of a part's state.

    Parts stop in waves, the last of `parts` first: what others were started `after` goes last.
    """

    def __init__(self, parts: Sequence[Part], *, on_change: Callable[[], None]) -> None:
        self.parts = parts
        self._on_change = on_change
        self._mouths = {part.name: Mouth(part.name) for part in parts}
        self._selector = selectors.DefaultSelector()
        self._seen: list[tuple[State, int | None]] = []
        self._stops = 0

    def run(self) -> None:
        """Keep the parts alive until SIGTERM or SIGINT; then stop them and return."""
        self._listen_for_signals()
        for mouth in self._mouths.values():
            self._selector.register(mouth.reader, selectors.EVENT_READ, mouth.listen)
        while not self._stops:
            self._look_after_all()
            self._pause()
        self._stop_all()

    def stop(self) -> None:
        """What a signal does: end `run`; said twice, end the parts without mercy."""
        self._stops += 1

    # -- keeping alive --

    def _look_after_all(self) -> None:
        for part in self.parts:
            self._look_after(part)
        self._tell_changes()

    def _look_after(self, part: Part) -> None:
        self._reap(part)
        if part.state is State.WAITING and self._may_start(part):
            self._start(part)
        elif part.state is State.STARTING and not part.once and part.is_ready():
            part.enter(State.RUNNING)

    def _may_start(self, part: Part) -> bool:
        if time.monotonic() < part.due:
            return False
        return part.restarts > 0 or all(
            other.is_up for other in self.parts if other.name in part.after
        )

    def _start(self, part: Part) -> None:
        if part.once and part.is_needless():
            part.enter(State.DONE)
            return
        part.launch(self._mouths[part.name].writer)
        if part.state is State.WAITING:
            say(f"{part.name} {part.last_exit}")

    def _reap(self, part: Part) -> None:
        code = part.process.poll() if part.process else None
        if code is None:
            return
        if part.once and code == 0:
            part.note_success()
            return
        was_asked = part.state is State.STOPPING
        part.note_death(how_it_ended(code))
        if not was_asked:
            pause = max(0.0, part.due - time.monotonic())
            say(f"{part.name} ended ({part.last_exit}); starting it again in {pause:.1f} s")

    # -- stopping --

    def _stop_all(self) -> None:
        say("stopping")
        for wave in self._waves():
            for part in wave:
                part.ask_to_stop()
            self._wait_for(wave)
        self._tell_changes()
        say("stopped")

    def _waves(self) -> list[list[Part]]:
        """Those that nothing was started after, first; then what they stood on."""
        foundations = {name for part in self.parts for name in part.after}
        tops = [part for part in self.parts if part.name not in foundations]
        rest = [part for part in reversed(self.parts) if part.name in foundations]
        return [tops, *([part] for part in rest)]

    def _wait_for(self, wave: Sequence[Part]) -> None:
        patience = time.monotonic() + STOPPING_SECONDS
        while any(part.process for part in wave):
            for part in wave:
                self._reap(part)
                if part.process and (self._stops > 1 or time.monotonic() > patience):
                    part.process.kill()
            self._tell_changes()
            self._listen(BUSY_SECONDS)

    # -- waiting and telling --

    def _pause(self) -> None:
        """Sleep until a part speaks or dies, a signal comes, or something is due."""
        now = time.monotonic()
        if any(part.state is State.STARTING for part in self.parts):
            self._listen(BUSY_SECONDS)
            return
        waiting = [part.due - now for part in self.parts if part.state is State.WAITING]
        self._listen(max(BUSY_SECONDS, min([IDLE_SECONDS, *waiting])))

    def _listen(self, seconds: float) -> None:
        for key, _events in self._selector.select(seconds):
            key.data()

    def _tell_changes(self) -> None:
        now = [(part.state, part.pid) for part in self.parts]
        if now != self._seen:
            self._seen = now
            self._on_change()

    def _listen_for_signals(self) -> None:
        reader, writer = os.pipe()
        for end in (reader, writer):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self._selector.register(reader, selectors.EVENT_READ, lambda: os.read(reader, 4096))
        for signum in STOP_SIGNALS:
            signal.signal(signum, self._on_signal)
        signal.signal(signal.SIGCHLD, lambda _signum, _frame: None)

    def _on_signal(self, _signum: int, _frame: FrameType | None) -> None:
        self.stop()
