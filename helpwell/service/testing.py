"""A throw-away house for a test session; a pytest plugin: `-p helpwell.service.testing`.

It sets DATABASE_URL and HELPWELL_DATA before any settings are read. pytest-xdist's workers inherit
them from the process that starts them, so one server serves them all. A DATABASE_URL that is there
is kept; a data folder never is: tests leave nothing behind in one that is used.
"""

import contextlib
import os
import shutil
import socket
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from helpwell.service import postgres

_sessions = contextlib.ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Have both before pytest-django reads the settings, which it does at this moment."""
    ensure_data_folder()
    ensure_database()
    return (yield)


def pytest_unconfigure() -> None:
    """Stop the server; one that is missed here dies with the process."""
    _sessions.close()


def ensure_database() -> None:
    """Set DATABASE_URL to a throw-away server unless one is given."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _sessions.enter_context(throw_away_server()).url
        _sessions.callback(os.environ.pop, "DATABASE_URL", None)


def ensure_data_folder() -> None:
    """Set HELPWELL_DATA to a folder that is gone afterwards, the same for all workers of a run."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = _sessions.enter_context(tempfile.TemporaryDirectory(prefix="helpwell-data-"))
        os.environ["HELPWELL_DATA"] = folder
        Path(folder, "static").mkdir()  # a file server complains where it is missing


@contextlib.contextmanager
def throw_away_server() -> Iterator[postgres.Server]:
    """A fresh, fast, unsafe server in a folder of its own that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="helpwell-pg-"))
    try:
        server = postgres.start(folder, free_ports(1), throw_away=True)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


PORTS_A_WORKER = 2000


def free_ports(count: int) -> int:
    """The first of `count` TCP ports in a row that nobody listens on now.

    Each of pytest-xdist's workers looks in a range of its own: two that look at the same moment
    would otherwise find the same ports free.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    lowest = 21000 + worker % 5 * PORTS_A_WORKER
    for first in range(lowest + os.getpid() % 1000, lowest + PORTS_A_WORKER - count, count):
        if all(_is_free(port) for port in range(first, first + count)):
            return first
    raise RuntimeError("No free ports in a row.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0
