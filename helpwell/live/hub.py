"""The hub: hears PostgreSQL once, tells every page that follows the topic."""

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import Iterable

import psycopg

from helpwell.live.passes import LIFETIME_SECONDS, Pass

CHANNEL = "helpwell_live"
AGAIN = "again"  # before a ground whose passes are void
log = logging.getLogger(__name__)
REMEMBERED_SECONDS = 60.0
QUEUE_LENGTH = 1000
EVERYTHING = "everything"


class Hub:
    """Who follows which topic, what was said in the last `REMEMBERED_SECONDS`, and which passes
    are void.

    The memory closes the gap between a page being rendered and its stream being open. What it may
    have missed makes void whatever was given out before.
    """

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url
        self.is_listening = False
        self._followers: dict[str, set[asyncio.Queue[str]]] = defaultdict(set)
        self._bearers: dict[int, set[asyncio.Queue[str]]] = defaultdict(set)
        self._void: dict[str, float] = {}  # when what rests on a ground became void, oldest first
        self._void_at = 0.0
        self._all_void_at = 0.0
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

    def follow(self, admitted: Pass) -> asyncio.Queue[str]:
        """A queue of a pass's topics, starting with what was said since its page was drawn."""
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=QUEUE_LENGTH)
        wanted, since = admitted.topics, admitted.since
        self._bearers[admitted.person].add(queue)
        for topic in wanted:
            self._followers[topic].add(queue)
        for topic in dict.fromkeys(t for at, t in self._said if at >= since and t in wanted):
            queue.put_nowait(topic)
        return queue

    def leave(self, admitted: Pass, queue: asyncio.Queue[str]) -> None:
        """Forget a follower."""
        _forget(self._bearers, [admitted.person], queue)
        _forget(self._followers, admitted.topics, queue)

    def is_void(self, admitted: Pass) -> bool:
        """Whether rights that a pass stands on have changed since they were read for it."""
        if admitted.issued_at > self._void_at:
            return False
        since = max(self._void.get(ground, 0.0) for ground in admitted.grounds)
        return admitted.issued_at <= max(since, self._all_void_at)

    def judge_again(self, ground: str) -> None:
        """Make void all passes that stand on a topic or a person, and wake their streams."""
        now = time.time()
        while self._void and next(iter(self._void.values())) < now - LIFETIME_SECONDS:
            del self._void[next(iter(self._void))]
        self._void.pop(ground, None)
        self._void[ground] = self._void_at = now
        kind, _, number = ground.partition(":")
        bearers = self._bearers.get(int(number), set()) if kind == "person" else set()
        for queue in bearers | self._followers.get(ground, set()):
            offer(queue, AGAIN)

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
                self.hear(notification.payload)

    def hear(self, payload: str) -> None:
        """Take what `live.actions` has sent."""
        word, _, ground = payload.partition(" ")
        if ground and word == AGAIN:
            self.judge_again(ground)
        else:
            self.say(payload)

    def _tell_everybody(self) -> None:
        """All may have changed, rights too: every page asks anew what it may follow."""
        self._void_at = self._all_void_at = time.time()
        for queue in {queue for queues in self._bearers.values() for queue in queues}:
            offer(queue, EVERYTHING)


def _forget[K](
    queues: dict[K, set[asyncio.Queue[str]]], names: Iterable[K], queue: asyncio.Queue[str]
) -> None:
    for name in names:
        queues[name].discard(queue)
        if not queues[name]:
            del queues[name]


def offer(queue: asyncio.Queue[str], topic: str) -> None:
    """Put `topic` into a follower's queue; a full one is emptied and told that all changed."""
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        topic = EVERYTHING
    queue.put_nowait(topic)
