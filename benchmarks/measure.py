"""Doing a thing many times, by one client or by several at once, and what it took."""

import statistics
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.house import Served

type Act = Callable[[int], object]  # takes the number of the repeat


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table; times in milliseconds, CPU in milliseconds an operation."""

    what: str
    clients: int = 1
    count: int = 0
    p50: float | None = None
    p95: float | None = None
    best: float | None = None
    rate: float | None = None
    cpu: dict[str, float] = field(default_factory=dict)
    also: str = ""


def of_times(what: str, seconds: Iterable[float], **more: object) -> Figure:
    """A line from single durations."""
    times = sorted(second * 1000 for second in seconds)
    return Figure(
        what=what, count=len(times), p50=statistics.median(times), best=times[0],
        p95=times[min(len(times) - 1, int(len(times) * 0.95))], **more,  # type: ignore[arg-type]
    )  # fmt: skip


def repeat(
    served: Served, what: str, acts: Sequence[Act], *, count: int, warm_up: int = 16
) -> Figure:
    """Let each client (one of `acts`) work in a thread; `count` operations in all."""
    for act in acts:
        for number in range(max(2, warm_up // len(acts))):
            act(-1 - number)
    shares = [range(start, count, len(acts)) for start in range(len(acts))]
    times: list[float] = []
    before, begun = served.cpu(), time.perf_counter()
    _all_at_once([_client(act, share, times) for act, share in zip(acts, shares, strict=True)])
    elapsed, after = time.perf_counter() - begun, served.cpu()
    cpu = cpu_between(before, after, count)
    return of_times(what, times, clients=len(acts), rate=count / elapsed, cpu=cpu)


def cpu_between(before: dict[str, float], after: dict[str, float], count: int) -> dict[str, float]:
    """CPU milliseconds an operation by part, where there was any."""
    spent = {part: (after[part] - before.get(part, 0.0)) * 1000 / count for part in after}
    return {part: round(each, 2) for part, each in spent.items() if each >= 0.005}


def _client(act: Act, share: range, times: list[float]) -> Callable[[], None]:
    def work() -> None:
        for number in share:
            begun = time.perf_counter()
            act(number)
            times.append(time.perf_counter() - begun)

    return work


def _all_at_once(works: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
