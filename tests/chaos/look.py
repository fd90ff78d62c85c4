"""Looking into a house from outside, by SQL: what is left to do, and what has arrived."""

import time
from typing import LiteralString

import psycopg

from helpwell.service.environment import Environment
from tests.chaos.house import House

LOOK_SECONDS = 1.0
LEFT = """
    SELECT (SELECT count(*) FROM channels_envelope WHERE state = 'waiting') AS mails,
           (SELECT count(*) FROM events_fact WHERE pending <> '{}') AS facts,
           (SELECT count(*) FROM channels_delivery WHERE state IN ('queued', 'sending')) AS replies
"""

DELIVERED = """
    SELECT state FROM channels_delivery JOIN tickets_message ON tickets_message.id = message_id
    WHERE text LIKE %s
"""


def wait_until_quiet(house: House, *, seconds: float) -> dict[str, int]:
    """What is still left after so many seconds at most: nothing, if all is well."""
    end = time.monotonic() + seconds
    while any((left := what_is_left(house)).values()) and time.monotonic() < end:
        time.sleep(LOOK_SECONDS)
    return left


def readings_of(house: House, marker: str) -> int:
    """On how many received messages a marker stands."""
    return _count(house, "tickets_message WHERE kind = 'received' AND text LIKE %s", f"%{marker}%")


def stored(house: House, sha256: str) -> int:
    """How many accepted mails have these bytes."""
    return _count(house, "channels_envelope WHERE sha256 = %s", sha256)


def delivered(house: House, marker: str) -> str:
    """How the answer with this marker fares: the state of its delivery, empty where there is none
    yet."""
    with connected(house) as session:
        row = session.execute(DELIVERED, [f"%{marker}%"]).fetchone()
    return row[0] if row else ""


def what_is_left(house: House) -> dict[str, int]:
    """How many mails, facts and replies wait; everything may while the database is away."""
    try:
        with connected(house) as session:
            row = session.execute(LEFT).fetchone()
    except psycopg.Error:
        return {"database": 1}
    return dict(zip(("mails", "facts", "replies"), row or (), strict=True))


def connected(house: House) -> psycopg.Connection:
    """A connection of our own to its database."""
    url = Environment.from_environ(house.running.environ).database
    return psycopg.connect(url, connect_timeout=5)


def _count(house: House, rows: LiteralString, value: str) -> int:
    try:
        with connected(house) as session:
            found = session.execute(f"SELECT count(*) FROM {rows}", [value]).fetchone()
    except psycopg.Error:
        return -1
    return found[0] if found else 0
