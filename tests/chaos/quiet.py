"""Waiting until nothing is left to do."""

import time

import psycopg

from helpwell.service.environment import Environment
from tests.chaos.house import House

LOOK_SECONDS = 1.0
LEFT = """
    SELECT (SELECT count(*) FROM channels_envelope WHERE state = 'waiting') AS mails,
           (SELECT count(*) FROM events_fact WHERE pending <> '{}') AS facts,
           (SELECT count(*) FROM channels_delivery WHERE state IN ('queued', 'sending')) AS replies
"""


def wait_until_quiet(house: House, *, seconds: float) -> dict[str, int]:
    """What is still left after so many seconds at most: nothing, if all is well."""
    end = time.monotonic() + seconds
    while any((left := what_is_left(house)).values()) and time.monotonic() < end:
        time.sleep(LOOK_SECONDS)
    return left


def what_is_left(house: House) -> dict[str, int]:
    """How many mails, facts and replies wait; everything may while the database is away."""
    url = Environment.from_environ(house.running.environ).database
    try:
        with psycopg.connect(url, connect_timeout=5) as session:
            row = session.execute(LEFT).fetchone()
    except psycopg.Error:
        return {"database": 1}
    return dict(zip(("mails", "facts", "replies"), row or (), strict=True))
