# /// script
# requires-python = ">=3.12"
# dependencies = ["helpwell", "procrastinate>=3.10,<4"]
# [tool.uv.sources]
# helpwell = { path = ".." }
# ///
"""What waking a worker costs: our bell beside a job queue in the same PostgreSQL (procrastinate).

    uv run --script benchmarks/bell_or_queue.py

Every change writes a row of its own that has a state, and wakes whoever works on such rows. The
bell is a NOTIFY after the commit. The queue is a job row in the same transaction, fetched before
the work and finished after it, by the queue's own SQL functions. Both run on a throw-away server
with durable settings, taking turns; no Python of the queue is counted.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager

from helpwell.service import postgres

PORT = 15432  # only used where the folder is too long for a socket
ROUNDS = 500
WRITERS = 8
SECONDS = 4.0
WORK_MS = 5.0  # what a transaction does besides, such as writing a message and its index
MAILS = """CREATE TABLE mail (id bigserial PRIMARY KEY, state text NOT NULL);
           CREATE INDEX ON mail (id) WHERE state = 'waiting'"""
WRITE = "INSERT INTO mail (state) VALUES ('waiting')"
TAKE = """UPDATE mail SET state = 'done' WHERE id = (SELECT id FROM mail WHERE state = 'waiting'
          ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)"""
DEFER = """SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
           'mail', 'send', 0, NULL, %s, '{}', NULL)::procrastinate_job_to_defer_v1])"""
FETCH = "SELECT id FROM procrastinate_fetch_job_v2(ARRAY['mail']::varchar[], NULL)"
FINISH = "SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)"

type Session = psycopg.Connection


@dataclass(frozen=True)
class Way:
    """One way of waking: how a change is written, and how the worker takes it."""

    name: str
    write: Callable[[Session, float], None]
    work: Callable[[Session], None]


def write_and_ring(session: Session, work_ms: float) -> None:
    with session.transaction():
        session.execute(WRITE)
        _do_more(session, work_ms)
    session.execute("SELECT pg_notify('bell', 'mail.arrived')")


def write_and_defer(session: Session, work_ms: float) -> None:
    with session.transaction():
        session.execute(WRITE)
        session.execute(DEFER, [None])
        _do_more(session, work_ms)


def write_and_defer_once(session: Session, work_ms: float) -> None:
    """With a queueing lock: one waiting job is enough for many changes, as one ring is."""
    with session.transaction():
        session.execute(WRITE)
        with suppress(psycopg.errors.UniqueViolation), session.transaction():
            session.execute(DEFER, ["send"])
        _do_more(session, work_ms)


def take(session: Session) -> None:
    session.execute(TAKE)


def fetch_take_finish(session: Session) -> None:
    job = session.execute(FETCH).fetchone()
    if job and job[0]:
        session.execute(TAKE)
        session.execute(FINISH, job)


BELL = Way("bell", write_and_ring, take)
QUEUE = Way("queue", write_and_defer, fetch_take_finish)
LOCKED = Way("queue with a queueing lock", write_and_defer_once, fetch_take_finish)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bell-or-queue-") as folder:
        server = postgres.start(Path(folder), PORT)
        try:
            _prepare(server.url)
            _one_by_one(server.url)
            for work_ms in (0.0, WORK_MS):
                _together(server.url, work_ms)
        finally:
            server.stop()


def _one_by_one(url: str) -> None:
    times: dict[str, list[float]] = {}
    with _session(url) as writer, _session(url) as worker:
        for _ in range(ROUNDS):
            for way in (BELL, QUEUE):
                changed = _ms(lambda way=way: way.write(writer, 0))
                worked = _ms(lambda way=way: way.work(worker))
                times.setdefault(f"{way.name}: change", []).append(changed)
                times.setdefault(f"{way.name}: work", []).append(worked)
    print(f"\none change at a time, {ROUNDS} of each (ms)       p50     p95")
    for name, values in times.items():
        p95 = statistics.quantiles(values, n=20)[-1]
        print(f"  {name:<36} {statistics.median(values):8.2f} {p95:7.2f}")


def _together(url: str, work_ms: float) -> None:
    print(f"\n{WRITERS} writers for {SECONDS:.0f} s beside one worker,")
    print(f"each change with {work_ms:.0f} ms of other work         changes a second")
    for way in (BELL, QUEUE, LOCKED):
        print(f"  {way.name:<36} {_write_for_a_while(url, way, work_ms) / SECONDS:8.0f}")


def _write_for_a_while(url: str, way: Way, work_ms: float) -> int:
    counts: list[int] = []
    stop = threading.Event()

    def write() -> None:
        written = 0
        with _session(url) as session:
            while not stop.is_set():
                way.write(session, work_ms)
                written += 1
        counts.append(written)

    def work() -> None:
        with _session(url) as session:
            while not stop.is_set():
                way.work(session)

    threads = [threading.Thread(target=each) for each in (*[write] * WRITERS, work)]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    stop.set()
    for thread in threads:
        thread.join()
    _clear(url)
    return sum(counts)


def _do_more(session: Session, work_ms: float) -> None:
    if work_ms:
        session.execute("SELECT pg_sleep(%s)", [work_ms / 1000])


def _prepare(url: str) -> None:
    with _session(url) as session:
        session.execute(MAILS)
        session.execute(SchemaManager.get_schema())


def _clear(url: str) -> None:
    with _session(url) as session:
        session.execute("TRUNCATE mail, procrastinate_jobs CASCADE")


@contextmanager
def _session(url: str) -> Iterator[Session]:
    with psycopg.connect(url, autocommit=True) as session:
        yield session


def _ms(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
