"""Storing mail: what comes in at the same time shares one commit."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import Error, InterfaceError, OperationalError, connection

from helpwell.channels.actions.accepting import Arrival, accept_all
from helpwell.channels.adapters.email.answers import NO_DATABASE, NO_ROOM, TAKEN, TROUBLE
from helpwell.files.errors import NoRoom

log = logging.getLogger(__name__)
CREWS = 2
MOST_TOGETHER = 50
MOST_BYTES_TOGETHER = 8 * 1024 * 1024

Waiting = tuple[Arrival, asyncio.Future[str]]


class Storeroom:
    """Takes mails one by one and stores together whatever waits when a crew is free."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self._threads = threads
        self._waiting: deque[Waiting] = deque()
        self._busy_crews = 0

    async def store(self, arrival: Arrival) -> str:
        """The answer to its sender, TAKEN only when the mail survives whatever comes."""
        told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append((arrival, told))
        self._send_crew()
        return await told

    def _send_crew(self) -> None:
        if not self._waiting or self._busy_crews >= CREWS:
            return
        batch = self._next_batch()
        self._busy_crews += 1
        work = asyncio.get_running_loop().run_in_executor(
            self._threads, store_together, [arrival for arrival, _ in batch]
        )
        work.add_done_callback(lambda done: self._tell(batch, done))

    def _next_batch(self) -> list[Waiting]:
        batch, size = [self._waiting.popleft()], 0
        while self._waiting and len(batch) < MOST_TOGETHER:
            size += len(self._waiting[0][0].raw)
            if size > MOST_BYTES_TOGETHER:
                break
            batch.append(self._waiting.popleft())
        return batch

    def _tell(self, batch: list[Waiting], done: asyncio.Future[list[str]]) -> None:
        self._busy_crews -= 1
        answers = [TROUBLE] * len(batch) if done.cancelled() else done.result()
        for (_, told), answer in zip(batch, answers, strict=True):
            if not told.done():  # its sender may have gone
                told.set_result(answer)
        self._send_crew()


def store_together(arrivals: Sequence[Arrival]) -> list[str]:
    """An answer for each; when one cannot be stored, the others are stored without it."""
    try:
        accept_all(arrivals)
    except (OperationalError, InterfaceError):
        return [NO_DATABASE] * len(arrivals)
    except Exception as error:
        if len(arrivals) == 1:
            return [_answer_to(error)]
        return [answer for arrival in arrivals for answer in store_together([arrival])]
    finally:
        connection.close()  # back to the pool
    return [TAKEN] * len(arrivals)


def _answer_to(error: Exception) -> str:
    if isinstance(error, NoRoom):
        return NO_ROOM
    log.error("a mail could not be stored", exc_info=error)
    return NO_DATABASE if isinstance(error, Error) else TROUBLE
