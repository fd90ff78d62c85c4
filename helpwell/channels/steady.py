"""Whether the clock can be believed: after a leap forward not at once, as it may leap back."""

import time

from helpwell.core import clock

LEAP_SECONDS = 60.0
DOUBT_SECONDS = 300.0
RUNNING = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while a machine sleeps


class Watch:
    """Compares the clock on the wall with how long the machine has been running."""

    def __init__(self) -> None:
        self._ahead: float | None = None
        self._doubted_until = 0.0

    def is_believed(self, *, wall: float, running: float) -> bool:
        """Note both, in seconds; whether the clock has been steady for long enough."""
        ahead = wall - running
        leapt = ahead - self._ahead if self._ahead is not None else 0.0
        self._ahead = ahead
        if leapt > LEAP_SECONDS:
            self._doubted_until = running + DOUBT_SECONDS
        elif leapt < -LEAP_SECONDS:
            self._doubted_until = running
        return running >= self._doubted_until


WATCH = Watch()


def is_steady() -> bool:
    """Whether this process may go by the clock."""
    return WATCH.is_believed(wall=clock.now().timestamp(), running=time.clock_gettime(RUNNING))
