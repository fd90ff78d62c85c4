import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpwell.service import migrations
from helpwell.service.environment import Environment
from helpwell.service.testing import free_ports, throw_away_server


def helpwell(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "helpwell.service", *words],
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def here(data: Path) -> dict[str, str]:
    return {"HELPWELL_DATA": str(data), "PORT": str(free_ports(5))}


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    with throw_away_server() as server:
        yield server.url


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]])
def test_help_names_the_commands(words: list[str]):
    answer = helpwell(*words)
    assert answer.returncode == 0
    for command in ("serve", "web|live|worker", "status", "doctor"):
        assert f"helpwell {command}" in answer.stdout


def test_each_command_explains_itself():
    assert "Ctrl-C" in helpwell("serve", "--help").stdout
    assert helpwell("status", "--nonsense").returncode == 2


def test_a_command_that_needs_the_database_says_how_to_start_it(here):
    answer = helpwell("showmigrations", **here)
    assert answer.returncode == 1
    assert "Start it by “helpwell serve”" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_port_that_is_taken_is_refused_with_the_setting_that_moves_it(here):
    with socket.create_server(("127.0.0.1", int(here["PORT"]) + 2)):
        answer = helpwell("serve", **here)
    assert answer.returncode == 1
    assert f"Port {int(here['PORT']) + 2} is taken" in answer.stderr
    assert "HELPWELL_SMTP_PORT=" in answer.stderr


def test_the_doctor_is_content_with_a_folder_that_is_not_there_yet(here):
    answer = helpwell("doctor", **here)
    assert answer.returncode == 0
    assert "“helpwell serve” makes it" in answer.stdout


def test_the_doctor_finds_secrets_that_others_can_read(here, data):
    data.mkdir(mode=0o755)
    (data / "secret.key").write_text("s" * 50)
    (data / "secret.key").chmod(0o644)
    answer = helpwell("doctor", **here)
    assert answer.returncode == 1
    assert f"chmod 600 {data / 'secret.key'}" in answer.stdout
    assert f"chmod o= {data}" in answer.stdout


def test_the_doctor_finds_a_taken_port(here):
    with socket.create_server(("127.0.0.1", int(here["PORT"]))):
        answer = helpwell("doctor", **here)
    assert answer.returncode == 1
    assert f"Port {here['PORT']} is taken" in answer.stdout


def test_the_doctor_finds_a_database_that_does_not_answer(here):
    answer = helpwell("doctor", DATABASE_URL="postgresql://a:b@127.0.0.1:1/c", **here)
    assert answer.returncode == 1
    assert "The database does not answer" in answer.stdout
    assert "DATABASE_URL" in answer.stdout


def test_the_doctor_finds_migrations_that_are_not_applied(here, database_url):
    answer = helpwell("doctor", DATABASE_URL=database_url, **here)
    assert answer.returncode == 1
    assert "helpwell prepare" in answer.stdout


def test_prepare_migrates_and_notes_it_so_that_the_next_start_is_quick(here, data, database_url):
    environment = Environment.from_environ({**here, "DATABASE_URL": database_url})
    assert not migrations.are_applied(environment)
    answer = helpwell("prepare", DATABASE_URL=database_url, **here)
    assert answer.returncode == 0, answer.stderr
    assert migrations.are_applied(environment)
    with throw_away_server() as another:  # the note is not believed for another database
        elsewhere = Environment.from_environ({**here, "DATABASE_URL": another.url})
        assert not migrations.are_applied(elsewhere)


def test_any_other_command_is_django_s(here):
    assert "usage: helpwell migrate" in helpwell("migrate", "--help", **here).stdout


def test_the_lock_and_the_status_are_for_their_owner_alone(here, data):
    helpwell("serve", **{**here, "PORT": "1"}, HELPWELL_HOST="203.0.113.1")  # refused on the way
    assert stat.S_IMODE((data / "run").stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "run" / "lock").stat().st_mode) == 0o600
