"""For tests of what happens beside them: waiting for it, timing it, and threads that race."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

MONDAY_NINE = datetime(2026, 6, 1, 9, tzinfo=UTC)
PATIENCE_SECONDS = 60.0  # a busy machine takes its time


def eventually(holds: Callable[[], object], *, seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return bool(holds())


def shortest(work: Callable[[], object], *, times: int = 3) -> float:
    """Seconds of the quickest of so many runs: a busy machine slows some, a slow program all."""
    return min(_seconds_of(work) for _ in range(times))


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each of `works` returned or raised, all begun together in threads of their own."""
    start = threading.Barrier(len(works))

    def begin(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait(PATIENCE_SECONDS)
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(begin, works))


def after_waiting(hold: Callable[[], object], work: Callable[[], Any]) -> Any:
    """What `work` returned or raised that had to wait for the transaction which did `hold`."""
    with transaction.atomic():
        hold()
        outcome = waiting_for_us(work)
    return outcome()


def waiting_for_us(work: Callable[[], Any]) -> Callable[[], Any]:
    """Begin `work`, which must wait for the transaction that is open; to call after it for what
    `work` returned or raised."""
    thread = ThreadPoolExecutor(1)
    outcome = thread.submit(at_once, work)
    thread.shutdown(wait=False)
    assert eventually(_is_waited_for), "nothing waits for it"
    return lambda: outcome.result()[0]


def is_free(row: Model) -> bool:
    """Whether nobody has this row of the database locked."""
    with transaction.atomic():
        rows = type(row)._default_manager.select_for_update(skip_locked=True)
        return rows.filter(pk=row.pk).exists()


def _is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks "
            "WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        )
        return bool(cursor.fetchone()[0])


def failures(outcomes: Sequence[Any]) -> list[Exception]:
    """Those of `outcomes` that were raised."""
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def _seconds_of(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
