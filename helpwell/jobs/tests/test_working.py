"""Background work: bells ring after the commit, and one failure ends nobody."""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from itertools import takewhile

import pytest
from django.db import transaction

from helpwell.core import clock
from helpwell.core.testing import PATIENCE_SECONDS, eventually
from helpwell.jobs import actions, registry, worker
from helpwell.jobs.bell import CHANNEL, ring
from helpwell.jobs.leases import connect, lease
from helpwell.jobs.models import TaskRun
from helpwell.jobs.registry import service, task
from helpwell.jobs.worker import Worker

pytestmark = pytest.mark.django_db(transaction=True)
LONG = timedelta(hours=1)


@pytest.fixture(autouse=True)
def only_these(monkeypatch):
    """Tasks and services that are made up here stay here."""
    tasks, services = {}, {}
    for place in (registry, worker, actions):
        monkeypatch.setattr(place, "tasks", tasks)
    for place in (registry, worker):
        monkeypatch.setattr(place, "services", services)


@contextmanager
def working():
    """A worker in a thread of its own, stopped at the end."""
    at_work = Worker()
    thread = threading.Thread(target=at_work.run)
    thread.start()
    try:
        yield at_work
    finally:
        at_work.stop()
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive()


@pytest.fixture
def heard():
    """What rings: a function that says what came until now."""
    with connect() as session, connect() as another:
        session.execute(f"LISTEN {CHANNEL}")

        def until_now():
            another.execute("SELECT pg_notify(%s, 'now')", [CHANNEL])
            rung = (each.payload for each in session.notifies(timeout=PATIENCE_SECONDS))
            return list(takewhile(lambda bell: bell != "now", rung))

        yield until_now


def test_a_bell_rings_after_the_commit_and_once(heard):
    with transaction.atomic():
        ring("toys")
        ring("toys")
        ring("cups")
        assert heard() == []
    assert heard() == ["toys", "cups"]


def test_what_is_rolled_back_rings_nothing(heard):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        ring("toys")
        raise ZeroDivisionError
    with transaction.atomic():
        ring("cups")
        with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
            ring("spoons")
            raise ZeroDivisionError
    rung = heard()
    assert "toys" not in rung
    assert "cups" in rung


def test_a_worker_looks_when_it_starts_and_at_every_ring():
    looks, drinks = [], []
    task("toys", every=LONG)(_named("tidy", lambda: looks.append(1)))
    task("cups", every=LONG)(_named("drink", lambda: drinks.append(1)))
    with working():
        for _ in range(6):
            _ring_until_seen("cups", drinks)
        assert eventually(lambda: looks)
        assert len(looks) <= 2, "it looks at the start and once it hears; cups are not its business"
        for _ in range(3):
            _ring_until_seen("toys", looks)


def test_a_worker_looks_now_and_then_without_a_ring():
    looks = []
    task(every=timedelta(seconds=0.2))(_named("sweep", lambda: looks.append(1)))
    with working():
        assert eventually(lambda: len(looks) >= 3)


def test_a_task_may_say_when_it_wants_to_look_again():
    looks = []

    def look():
        looks.append(1)
        return clock.now() + timedelta(seconds=0.2)

    task(every=LONG)(_named("soon", look))
    with working():
        assert eventually(lambda: len(looks) >= 4)


def test_a_failing_task_is_noted_and_stops_nobody():
    looks = []

    def fail():
        raise ZeroDivisionError("no toys")

    task(every=timedelta(seconds=0.1))(_named("fails", fail))
    task(every=timedelta(seconds=0.1))(_named("works", lambda: looks.append(1)))
    with working():
        assert eventually(lambda: len(looks) >= 3)
        assert eventually(lambda: _run_of("jobs.fails") and _run_of("jobs.fails").failures >= 2)
    noted = _run_of("jobs.fails")
    assert "no toys" in noted.last_error
    assert noted.last_succeeded_at is None
    assert _run_of("jobs.works").failures == 0


def test_a_success_ends_the_count_of_failures():
    broken = [True]

    def sometimes():
        if broken[0]:
            raise ZeroDivisionError

    made = task(every=LONG)(_named("sometimes", sometimes))
    assert made
    for _ in range(2):
        assert not actions.run(registry.tasks["jobs.sometimes"]).is_success
    broken[0] = False
    assert actions.run(registry.tasks["jobs.sometimes"]).is_success
    assert (_run_of("jobs.sometimes").failures, _run_of("jobs.sometimes").last_error) == (0, "")


def test_a_service_that_falls_is_started_again():
    starts = []

    def serve(stop):
        starts.append(1)
        if len(starts) == 1:
            raise ZeroDivisionError
        stop.wait()

    service()(_named("serve", serve))
    with working():
        assert eventually(lambda: len(starts) == 2)


def test_a_lease_is_held_by_one_and_passes_on_when_its_holder_is_gone():
    stop, inside = threading.Event(), []
    with lease("toys", stop=stop, retry_seconds=0.05):
        waiting = threading.Thread(target=lambda: _enter(stop, inside))
        waiting.start()
        time.sleep(0.4)
        assert inside == []
        with lease("cups", stop=stop):
            pass
    waiting.join(PATIENCE_SECONDS)
    assert inside == ["in"]


def test_whoever_waits_for_a_lease_can_be_stopped():
    stop, inside = threading.Event(), []
    with lease("toys", stop=stop, retry_seconds=0.05):
        waiting = threading.Thread(target=lambda: _enter(stop, inside))
        waiting.start()
        stop.set()
        waiting.join(PATIENCE_SECONDS)
        assert not waiting.is_alive()


def test_pauses_grow_to_half_a_minute():
    assert [worker.pause_after(n) for n in (1, 2, 3, 7, 50)] == [0.5, 1, 2, 30, 30]


def _ring_until_seen(bell, seen):
    before = len(seen)
    ring(bell)
    assert eventually(lambda: len(seen) > before)


def _enter(stop, inside):
    with lease("toys", stop=stop, retry_seconds=0.05):
        inside.append("in")


def _named(name, run):
    run.__name__ = name
    run.__module__ = "helpwell.jobs.tests"
    return run


def _run_of(name):
    return TaskRun.objects.filter(name=name).first()
