"""Many at work in threads of their own until the time is up, and the tasks that run beside them."""

import random
import threading
import time
from collections.abc import Sequence

from django.db import connection

from helpwell.accounts.models import User
from helpwell.jobs.registry import tasks
from tests.together import (  # noqa: F401 - makes their deeds known
    answering_deeds,
    more_deeds,
    program_deeds,
)
from tests.together.actor import Actor, Record
from tests.together.deeds import SOON_SECONDS, deeds

BESIDE = ("tickets.", "events.", "customers.", "channels.release", "channels.send")


def act(agents: Sequence[User], record: Record, *, seed: int, seconds: float) -> None:
    """Let every one of `agents` do one deed after the other, all at once."""
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_act, args=(agent, f"{seed} {agent.email}", record, end))
        for agent in agents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _act(agent: User, seed: str, record: Record, end: float) -> None:
    actor = Actor(agent, random.Random(seed), record)
    choices, weights = list(deeds), list(deeds.values())
    try:
        while time.monotonic() < end:
            (deed,) = actor.dice.choices(choices, weights)
            record.deeds[deed.__name__] += 1
            _do(deed, actor)
    finally:
        connection.close()


def _do(deed: object, actor: Actor) -> None:
    try:
        deed(actor)  # type: ignore[operator]
    except Exception as error:
        actor.record.trouble(f"{deed.__name__}: {error!r}")  # type: ignore[attr-defined]


def tidy(stop: threading.Event, record: Record) -> None:
    """Do what a worker does beside them, over and over, until told to stop."""
    try:
        while not stop.is_set():
            _run_tasks_again(record)
            stop.wait(0.2)
    finally:
        connection.close()


def _run_tasks_again(record: Record) -> None:
    try:
        run_tasks()
    except Exception as error:
        record.trouble(f"a task failed: {error!r}")


def come_to_rest() -> None:
    """Do all that is left, and what that leads to, once all that was meant for soon is due."""
    time.sleep(max(SOON_SECONDS) + 1)
    for _round in range(3):
        run_tasks()


def run_tasks() -> None:
    for task in tasks.values():
        if task.name.startswith(BESIDE):
            task.run()
