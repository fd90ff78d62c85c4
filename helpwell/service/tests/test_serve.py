import os
import signal
import stat
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from helpwell.service.environment import Environment
from helpwell.service.testing import free_ports
from helpwell.service.tests.running import Running, furnish, is_gone, until

PARTS = ("database", "web", "live", "worker")


@pytest.fixture
def house(data: Path) -> Iterator[Running]:
    """The real Helpwell, ready."""
    furnish(data)
    running = Running("-m", "helpwell.service", "serve", data=data, port=free_ports(5))
    try:
        until(running.is_up)
        yield running
    finally:
        running.stop()


def page(house: Running) -> int:
    """What the pages answer; 0 when they do not."""
    address = f"http://127.0.0.1:{house.environ['PORT']}/"
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return 0


def test_every_part_that_is_killed_comes_back_and_nothing_is_lost(house: Running):
    database = Environment.from_environ(house.environ).database
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE notes AS SELECT 'kept' AS word")
    for name in PARTS:
        before = house.part(name)
        os.kill(before["pid"], signal.SIGKILL)
        until(lambda before=before: house.part(before["name"])["restarts"] > before["restarts"])
        until(lambda: {part["state"] for part in house.status()["parts"]} <= {"running", "done"})
    until(lambda: 0 < page(house) < 500)
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT word FROM notes").fetchall() == [("kept",)]
    assert house.ask("doctor").returncode == 0, house.ask("doctor").stdout


def test_it_stops_cleanly_and_leaves_no_process(house: Running):
    pids = [house.part(name)["pid"] for name in PARTS]
    assert house.stop() == 0
    assert all(map(is_gone, pids))
    assert "database system is shut down" in house.log.read_text()


def test_what_its_parts_write_is_for_their_owner_alone(house: Running, data: Path):
    assert page(house)
    assert stat.S_IMODE((data / "static").stat().st_mode) == 0o700


def test_commands_find_it_by_its_folder_alone(house: Running):
    assert page(house) < 500, house.log.read_text()
    house.environ["PORT"] = "1"  # another shell does not know which port was chosen
    answer = house.ask("showmigrations", "jobs")
    assert answer.returncode == 0, answer.stderr
