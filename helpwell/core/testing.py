"""For tests of races: several threads that begin at the same moment, each on its own connection."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from django.db import connection

MONDAY_NINE = datetime(2026, 6, 1, 9, tzinfo=UTC)
PATIENCE_SECONDS = 30


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


def failures(outcomes: Sequence[Any]) -> list[Exception]:
    """Those of `outcomes` that were raised."""
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]
