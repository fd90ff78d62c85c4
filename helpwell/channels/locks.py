"""Holds on something by this connection: advisory locks, which PostgreSQL frees when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

DELIVERY = 0x48575344  # an answer that is being sent
TURN = 0x48575349  # a place for senders of an inbox
COPIES = 0x48575346  # an inbox whose answers are being copied
RENEWING = 0x48574754  # a consent whose token is being renewed


def lock(space: int, key: int) -> bool:
    """Whether the hold is ours now; never waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [space, key % 2**31])
        row = cursor.fetchone()
    return bool(row and row[0])


@contextmanager
def alone(space: int, key: int) -> Iterator[None]:
    """Wait for the hold, and have it for as long as the block lasts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [space, key % 2**31])
    try:
        yield
    finally:
        unlock(space, key)


def unlock(space: int, key: int) -> None:
    """Let go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [space, key % 2**31])
