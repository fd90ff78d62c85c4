"""The hub: hears PostgreSQL once, tells every page that follows the topic."""

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import Iterable

import psycopg

CHANNEL = "helpwell_live"
log = logging.getLogger(__name__)
REMEMBERED_SECONDS = 60.0
QUEUE_LENGTH = 1000
EVERYTHING = "everything"


class Hub:
    """Who follows which topic, and what was said in the last `REMEMBERED_SECONDS`.

    The memory closes the gap between a page being rendered and its stream being open.
    """

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url
        self.is_listening = False
        self._followers: dict[str, set[asyncio.Queue[str]]] = defaultdict(set)
        self._said: deque[tuple[float, str]] = deque(maxlen=10_000)
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._task = asyncio.get_running_loop().create_task(self._listen())

    async def stop(self) -> None:
        """Stop listening."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def follow(self, topics: Iterable[str], *, since: float) -> asyncio.Queue[str]:
        """A queue of the followed topics, starting with what was said since `since`."""
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=QUEUE_LENGTH)
        wanted = set(topics)
        for topic in wanted:
            self._followers[topic].add(queue)
        for topic in dict.fromkeys(t for at, t in self._said if at >= since and t in wanted):
            queue.put_nowait(topic)
        return queue

    def leave(self, topics: Iterable[str], queue: asyncio.Queue[str]) -> None:
        """Forget a follower."""
        for topic in topics:
            self._followers[topic].discard(queue)
            if not self._followers[topic]:
                del self._followers[topic]

    def say(self, topic: str) -> None:
        """Tell the followers of `topic`; one that does not keep up is told that all changed."""
        now = time.time()
        while self._said and self._said[0][0] < now - REMEMBERED_SECONDS:
            self._said.popleft()
        self._said.append((now, topic))
        for queue in self._followers.get(topic, ()):
            offer(queue, topic)

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except (psycopg.Error, OSError) as error:
                log.warning("cannot hear PostgreSQL: %s", error)
            self.is_listening = False
            await asyncio.sleep(1)

    async def _hear(self) -> None:
        """Pass on what PostgreSQL says; after a gap, everybody hears that all may have changed."""
        session = await psycopg.AsyncConnection.connect(self.database_url, autocommit=True)
        async with session:
            await session.execute(f"LISTEN {CHANNEL}")
            self.is_listening = True
            self._tell_everybody()
            async for notification in session.notifies():
                self.say(notification.payload)

    def _tell_everybody(self) -> None:
        for queue in {queue for queues in self._followers.values() for queue in queues}:
            offer(queue, EVERYTHING)


def offer(queue: asyncio.Queue[str], topic: str) -> None:
    """Put `topic` into a follower's queue; a full one is emptied and told that all changed."""
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        topic = EVERYTHING
    queue.put_nowait(topic)
