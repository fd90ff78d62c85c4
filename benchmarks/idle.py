"""How soon it is there, and what it holds while nobody works."""

import statistics
import time
from collections.abc import Iterator

from benchmarks.house import House, Served
from benchmarks.measure import Figure

STARTS = 3
SETTLING_SECONDS = 15


def starts(house: House) -> Iterator[Figure]:
    """From `helpwell serve` to the first page, several times on the same house."""
    times = []
    for _ in range(STARTS):
        with house.served() as served:
            times.append(served.first_page * 1000)
    yield Figure(
        what="start, to the first page", count=STARTS, p50=statistics.median(times),
        p95=max(times), best=min(times),
    )  # fmt: skip


def memory(served: Served) -> Iterator[Figure]:
    """Memory after a while of rest, by part; what is shared is counted once (PSS)."""
    time.sleep(SETTLING_SECONDS)
    held = served.memory()
    parts = ", ".join(f"{part} {megabytes:.0f}" for part, megabytes in held.items())
    yield Figure(what="memory, idle", also=f"{sum(held.values()):.0f} MB in all: {parts}")
