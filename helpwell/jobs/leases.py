"""Leases: what may run on one host only, runs on one host only."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

import psycopg
from django.db import connection

CONNECTION_PARAMETERS = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert")
SPACE = 0x48570000  # advisory locks are numbers; this prefix keeps ours apart from others


@contextmanager
def lease(name: str, *, stop: threading.Event, retry_seconds: float = 5) -> Iterator[None]:
    """Wait until `name` is ours alone, or `stop` is set; PostgreSQL frees it if we die."""
    with connect() as session:
        while not stop.is_set() and not _take(session, name):
            stop.wait(retry_seconds)
        yield


def connect() -> psycopg.Connection:
    """A connection outside the pool, for what must hold one: leases and listening."""
    parameters = connection.get_connection_params()
    wanted = {name: parameters[name] for name in CONNECTION_PARAMETERS if name in parameters}
    return psycopg.connect(**wanted, autocommit=True, application_name="helpwell")


def _take(session: psycopg.Connection, name: str) -> bool:
    row = session.execute(
        "SELECT pg_try_advisory_lock(%s)", [SPACE << 32 | crc32(name.encode())]
    ).fetchone()
    return bool(row and row[0])
