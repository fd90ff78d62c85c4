"""`helpwell doctor`: what is wrong, in words, and what to do."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg

from helpwell.core import health
from helpwell.core.health import Finding, Level
from helpwell.service import lock, migrations, ports, postgres, status
from helpwell.service.binaries import OLDEST_MAJOR
from helpwell.service.environment import Environment
from helpwell.service.errors import PortTaken
from helpwell.service.part import State

SCARCE_BYTES = 1 << 30
VERY_SCARCE_BYTES = 100 << 20
FOR_ALL = 0o007
FOR_OTHERS = 0o077
START = "Start it by “helpwell serve”."


def report(environment: Environment) -> int:
    """Print every finding with its advice; 1 when one is a problem, else 0."""
    found = list(examine(environment))
    for finding in found:
        sys.stdout.write(f"{finding.level}: {finding.message}\n    {finding.advice}\n")
    if not found:
        sys.stdout.write(f"Nothing is wrong with Helpwell on {environment.data}.\n")
    return int(any(finding.level is Level.PROBLEM for finding in found))


def examine(environment: Environment) -> Iterator[Finding]:
    """Look at the folder, the secrets, the disk, the ports, the database, the parts, the rooms."""
    yield from _folder(environment.data)
    yield from _secrets(environment.data)
    yield from _disk(environment.data)
    yield from _parts(environment)
    yield from _database(environment)


def _folder(data: Path) -> Iterator[Finding]:
    if not data.exists():
        yield Finding(
            Level.NOTE,
            f"There is no data folder at {data} yet.",
            "“helpwell serve” makes it; HELPWELL_DATA chooses another.",
        )
    elif not os.access(data, os.W_OK | os.X_OK):
        yield Finding(
            Level.PROBLEM,
            f"The data folder {data} cannot be written to.",
            "Give it to the user who runs Helpwell (chown), or set HELPWELL_DATA.",
        )
    elif data.stat().st_mode & FOR_ALL:
        yield Finding(
            Level.PROBLEM,
            f"The data folder {data} is open to everybody on this machine.",
            f"Close it: chmod o= {data}",
        )


def _secrets(data: Path) -> Iterator[Finding]:
    for name in ("secret.key", "postgres.password", "postgres.url"):
        path = data / name
        if path.exists() and path.stat().st_mode & FOR_OTHERS:
            yield Finding(
                Level.PROBLEM,
                f"The secret in {path} can be read by others.",
                f"Close it: chmod 600 {path}",
            )


def _disk(data: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(_nearest(data)).free
    if free < SCARCE_BYTES:
        yield Finding(
            Level.PROBLEM if free < VERY_SCARCE_BYTES else Level.WARNING,
            f"Only {free >> 20} MB are free on the disk of {data}.",
            "Free some space: without it no mail can be stored.",
        )


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _parts(environment: Environment) -> Iterator[Finding]:
    if not lock.is_held(environment.run_folder):
        yield Finding(Level.NOTE, f"No Helpwell runs on {environment.data}.", START)
        yield from _ports(environment)
        return
    for part in status.read(environment).parts:
        if part.state not in (State.RUNNING, State.DONE):
            yield Finding(
                Level.PROBLEM,
                f"The part “{part.name}” is {part.state} after {part.restarts} restart(s); "
                f"it ended last with: {part.last_exit or 'nothing yet'}.",
                f"Read what “helpwell serve” printed on lines that begin with “{part.name}”.",
            )


def _ports(environment: Environment) -> Iterator[Finding]:
    try:
        ports.require_free(environment)
    except PortTaken as taken:
        yield Finding(Level.PROBLEM, str(taken), "“helpwell serve” would refuse to start.")


def _database(environment: Environment) -> Iterator[Finding]:
    is_embedded = environment.database_url is None
    if is_embedded and not lock.is_held(environment.run_folder):
        return  # nothing runs, as was said
    refusal = postgres.refusal_of(environment.database)
    if refusal is not None:
        yield Finding(Level.PROBLEM, f"The database does not answer: {refusal}", _cure(is_embedded))
        return
    yield from _version(environment.database)
    try:
        yield from _migrations()
        yield from _rooms()
    except Exception as reason:  # whatever keeps the program from loading is what to tell
        yield _broken("The program does not load", reason)


def _cure(is_embedded: bool) -> str:
    if is_embedded:
        return "Read the lines of “helpwell serve” that begin with “database”."
    return "See that the server of DATABASE_URL runs, and that name and password are right."


def _version(url: str) -> Iterator[Finding]:
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10000
    if major < OLDEST_MAJOR:
        yield Finding(
            Level.PROBLEM,
            f"The database is PostgreSQL {major}; Helpwell needs {OLDEST_MAJOR} or newer.",
            "Upgrade the server, or leave DATABASE_URL out to use the one that comes along.",
        )


def _migrations() -> Iterator[Finding]:
    pending = migrations.pending()
    if pending:
        yield Finding(
            Level.PROBLEM,
            f"The database lacks {len(pending)} migration(s), the first is {pending[0]}.",
            "Run “helpwell prepare”, or start “helpwell serve” anew.",
        )


def _rooms() -> Iterator[Finding]:
    """What the rooms above say; a check that breaks is a finding itself."""
    for look in health.checks():
        try:
            yield from look()
        except Exception as reason:  # one broken check hides no other
            yield _broken(f"The check {look.__module__}.{look.__qualname__} broke", reason)


def _broken(what: str, reason: Exception) -> Finding:
    return Finding(
        Level.PROBLEM,
        f"{what}: {reason!r}",
        "This is a defect of Helpwell or of its installation; please report it.",
    )
