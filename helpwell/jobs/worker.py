"""The worker: one thread listens for bells, one thread a task waits for them."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import psycopg
from django.db import close_old_connections, connections

from helpwell.core import clock
from helpwell.jobs import actions
from helpwell.jobs.bell import CHANNEL
from helpwell.jobs.leases import connect, lease
from helpwell.jobs.registry import Service, Task, services, tasks

log = logging.getLogger(__name__)
LONGEST_PAUSE: Final = 30.0


class Worker:
    """Runs every task and service until `stop` is called; a failure of one never ends another."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.alarms: dict[str, list[threading.Event]] = {
            task.name: [threading.Event() for _ in range(task.threads)] for task in tasks.values()
        }

    def run(self) -> None:
        """Work until stopped."""
        threads = [self._start(self._listen, "bell")]
        for task in tasks.values():
            for alarm in self.alarms[task.name]:
                threads.append(self._start(partial(self._attend, task, alarm), task.name))
        for service in services.values():
            threads.append(self._start(partial(self._keep, service), service.name))
        self.stopping.wait()
        for thread in threads:
            thread.join(timeout=10)

    def stop(self) -> None:
        """Let every thread finish what it has in hand and end."""
        self.stopping.set()
        self._wake(everybody=True)

    def _start(self, target: Callable[[], None], name: str) -> threading.Thread:
        thread = threading.Thread(target=target, name=name, daemon=True)
        thread.start()
        return thread

    def _attend(self, task: Task, alarm: threading.Event) -> None:
        """Run `task` at every ring and at least every `task.every`; back off while it fails."""
        failures = 0
        while not self.stopping.is_set():
            alarm.clear()
            result = actions.run(task)
            close_old_connections()
            failures = 0 if result.is_success else failures + 1
            if failures:
                self.stopping.wait(pause_after(failures))
            else:
                alarm.wait(seconds_until(result.again_at, at_most=task.every))

    def _keep(self, service: Service) -> None:
        """Keep `service` up, starting it again with growing pauses when it falls."""
        failures = 0
        while not self.stopping.is_set():
            started = time.monotonic()
            try:
                self._serve(service)
            except Exception:
                log.exception("service %s fell", service.name)
            connections.close_all()
            failures = 1 if time.monotonic() - started > LONGEST_PAUSE else failures + 1
            self.stopping.wait(pause_after(failures))

    def _serve(self, service: Service) -> None:
        if not service.single:
            service.serve(self.stopping)
            return
        with lease(service.name, stop=self.stopping):
            if not self.stopping.is_set():
                service.serve(self.stopping)

    def _listen(self) -> None:
        """Turn rings into alarms; after every new connection everybody looks once."""
        while not self.stopping.is_set():
            try:
                with connect() as session:
                    session.execute(f"LISTEN {CHANNEL}")
                    self._wake(everybody=True)
                    self._hear(session)
            except psycopg.Error as error:
                log.warning("cannot hear the bell: %s", error)
                self.stopping.wait(1)

    def _hear(self, session: psycopg.Connection) -> None:
        while not self.stopping.is_set():
            for ring in session.notifies(timeout=1):
                self._wake(ring.payload)

    def _wake(self, bell: str = "", *, everybody: bool = False) -> None:
        for task in tasks.values():
            if everybody or bell in task.wakes_on:
                for alarm in self.alarms[task.name]:
                    alarm.set()


def seconds_until(moment: datetime | None, *, at_most: timedelta) -> float:
    """How long to sleep: until `moment`, if there is one, but no longer than `at_most`."""
    longest = at_most.total_seconds()
    if moment is None:
        return longest
    return min(longest, max(0.0, (moment - clock.now()).total_seconds()))


def pause_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row: 0.5, 1, 2 … up to `LONGEST_PAUSE`."""
    return min(LONGEST_PAUSE, 0.5 * 2.0 ** (failures - 1))
