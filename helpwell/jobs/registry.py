"""What runs in the background: tasks that look at their rows, and services that stay up."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

Run = Callable[[], datetime | None]
Serve = Callable[[threading.Event], None]


@dataclass(frozen=True)
class Task:
    """An alarm clock: `run` looks at its rows when a bell rings and at least every `every`.

    It may return the moment at which it next wants to look. `threads` of a worker run it.
    """

    name: str
    run: Run
    wakes_on: frozenset[str]
    every: timedelta
    threads: int


@dataclass(frozen=True)
class Service:
    """Something that stays up in a worker until told to stop; on one host only if `single`."""

    name: str
    serve: Serve
    single: bool


tasks: dict[str, Task] = {}
services: dict[str, Service] = {}


def task(*wakes_on: str, every: timedelta, threads: int = 1) -> Callable[[Run], Run]:
    """Run the decorated function when one of the bells `wakes_on` rings, and every `every`.

    It must do all the work its rows hold and be safe to run twice at once, or never.
    """

    def register(run: Run) -> Run:
        name = _name_of(run)
        tasks[name] = Task(name, run, frozenset(wakes_on), every, threads)
        return run

    return register


def service(*, single: bool = False) -> Callable[[Serve], Serve]:
    """Keep the decorated function running in the worker; it returns when its event is set."""

    def register(serve: Serve) -> Serve:
        name = _name_of(serve)
        services[name] = Service(name=name, serve=serve, single=single)
        return serve

    return register


def _name_of(function: Callable[..., object]) -> str:
    """`room.function`: short, stable, and fit for a status line."""
    room = function.__module__.removeprefix("helpwell.").split(".")[0]
    return f"{room}.{function.__name__}"
