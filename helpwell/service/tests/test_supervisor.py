import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpwell.service.testing import free_ports
from helpwell.service.tests.running import Running, is_gone, until

STAND_IN = str(Path(__file__).with_name("stand_in.py"))
type Start = Callable[..., Running]


@pytest.fixture
def start(data: Path) -> Iterator[Start]:
    """Start the stand-in on the test's data folder."""
    started = []

    def start(**environ: str) -> Running:
        started.append(Running(STAND_IN, data=data, port=free_ports(5), **environ))
        return started[-1]

    yield start
    for running in started:
        running.process.kill()
        running.process.wait()


@pytest.fixture
def running(start: Start) -> Running:
    running = start()
    until(running.is_up)
    return running


def test_a_part_that_is_killed_is_started_again_and_the_status_tells(running: Running):
    before = running.part("alpha")
    os.kill(before["pid"], signal.SIGKILL)
    after = until(
        lambda: (now := running.part("alpha"))["restarts"] and now["state"] == "running" and now
    )
    assert (after["restarts"], after["last_exit"]) == (1, "killed by SIGKILL")
    assert after["pid"] != before["pid"]
    assert running.part("beta")["restarts"] == 0


def test_a_part_that_keeps_dying_is_started_less_and_less_often(start: Start):
    running = start(BETA="exit 7")
    until(lambda: running.log.exists() and "2.0 s" in running.log.read_text())
    pauses = [
        line.rpartition(" in ")[2]
        for line in running.log.read_text().splitlines()
        if line.startswith("helpwell | beta ended (exit 7)")
    ]
    assert pauses[:4] == ["0.2 s", "0.5 s", "1.0 s", "2.0 s"]
    assert running.part("alpha")["state"] == "running"


def test_a_clean_stop_ends_what_stood_on_the_foundation_first(running: Running, data: Path):
    pids = [part["pid"] for part in running.status()["parts"]]
    assert running.stop() == 0
    assert (data / "stopped").read_text().split()[-1] == "foundation"
    assert all(map(is_gone, pids))


def test_a_part_that_will_not_stop_is_ended_by_a_second_signal(start: Start):
    running = start(BETA="trap '' TERM; while :; do sleep 1; done")
    until(running.is_up)
    running.process.send_signal(signal.SIGTERM)
    until(lambda: "stopping" in running.log.read_text())
    assert running.stop() == 0


def test_the_parts_die_with_a_killed_supervisor(running: Running):
    pids = [part["pid"] for part in running.status()["parts"]]
    running.process.kill()
    running.process.wait()
    assert until(lambda: all(map(is_gone, pids)))
    assert running.status()["running"] is False


def test_what_the_parts_say_is_printed_under_their_name(start: Start):
    running = start(BETA="echo good morning; sleep 60")
    until(lambda: "beta     | good morning\n" in running.log.read_text())


def test_a_second_start_on_the_same_folder_is_refused_by_name(running: Running):
    answer = running.ask("serve")
    assert answer.returncode == 1
    assert f"by process {running.process.pid} at http://localhost:" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert running.process.poll() is None


def test_after_a_killed_supervisor_the_folder_is_free_again(running: Running, start: Start):
    running.process.kill()
    running.process.wait()
    until(start().is_up)


def test_the_status_says_that_nothing_runs(start: Start):
    running = start()
    until(running.is_up)
    assert running.ask("status").returncode == 0
    running.stop()
    answer = running.ask("status", "--json")
    assert answer.returncode == 3
    assert {part["state"] for part in json.loads(answer.stdout)["parts"]} == {"stopped"}


def test_the_status_names_every_port_and_address(running: Running):
    status = running.status()
    port = int(running.environ["PORT"])
    assert status["addresses"]["web"] == f"http://localhost:{port}"
    assert status["addresses"]["smtp"] == {"host": "127.0.0.1", "port": port + 2}
    assert list(status["ports"].values()) == [port + each for each in range(5)]
    assert status["data"] == running.environ["HELPWELL_DATA"]
