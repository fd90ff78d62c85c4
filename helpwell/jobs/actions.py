"""Running tasks, noting how it went."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpwell.core import clock
from helpwell.core.database import is_passing
from helpwell.core.text import one_line
from helpwell.jobs.models import TaskRun
from helpwell.jobs.registry import Task, tasks

log = logging.getLogger(__name__)
NOTE_EVERY = timedelta(seconds=15)


@dataclass(frozen=True)
class Result:
    """How a run ended, and when the task wants to look again (earlier than it would anyway)."""

    is_success: bool
    again_at: datetime | None = None


def run(task: Task) -> Result:
    """Run `task` once; a failure is noted and reported, never raised."""
    started_at = clock.now()
    try:
        again_at = task.run()
        note_success(task.name, started_at=started_at)
    except Exception as error:
        if is_passing(error):
            log.warning("task %s tries again: %s", task.name, one_line(str(error)))
        else:
            log.exception("task %s failed", task.name)
        note_failure(task.name, started_at=started_at, error=repr(error))
        return Result(is_success=False)
    return Result(is_success=True, again_at=again_at)


def note_success(name: str, *, started_at: datetime) -> None:
    """Write down a success, at most every `NOTE_EVERY` while nothing changes."""
    recent = clock.now() - NOTE_EVERY
    if TaskRun.objects.filter(name=name, failures=0, last_succeeded_at__gt=recent).exists():
        return
    note = TaskRun(name=name, last_started_at=started_at, last_succeeded_at=clock.now())
    TaskRun.objects.bulk_create(
        [note],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["last_started_at", "last_succeeded_at", "failures", "last_error"],
    )


def note_failure(name: str, *, started_at: datetime, error: str) -> None:
    """Write down a failure; when even the database is away, the log has it."""
    try:
        noted, _ = TaskRun.objects.get_or_create(
            name=name, defaults={"last_started_at": started_at}
        )
        noted.failures += 1
        noted.last_error = error[:2000].replace("\0", "")
        noted.save()
    except Exception as trouble:
        log.warning("could not note the failure of %s: %s", name, one_line(str(trouble)))


def run_until_quiet(*names: str) -> None:
    """Run every task (or the named ones) once in a fixed order, twice over: for tests and seeds.

    Twice, because the facts of the first round give the second its rows.
    """
    chosen = [tasks[name] for name in names] if names else list(tasks.values())
    for _ in range(2):
        for task in chosen:
            task.run()
