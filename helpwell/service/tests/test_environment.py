import stat
import subprocess
import sys

import pytest

from helpwell.service.environment import Environment
from helpwell.service.errors import Misconfigured


def read(**environ: str) -> Environment:
    return Environment.from_environ(environ)


def test_one_port_moves_them_all():
    here = read(PORT="9000")
    assert (here.port, here.live_port, here.smtp_port, here.pg_port) == (9000, 9001, 9002, 9003)


def test_each_port_can_be_chosen_alone():
    here = read(PORT="9000", HELPWELL_SMTP_PORT="25")
    assert (here.live_port, here.smtp_port) == (9001, 25)


def test_an_empty_setting_counts_as_absent():
    assert read(PORT="", DATABASE_URL=" ", HELPWELL_URL="").url == "http://localhost:8000"


def test_a_public_address_is_trusted_and_known_to_be_behind_tls():
    here = read(
        HELPWELL_URL="https://help.example.org/", HELPWELL_HOSTS="www.example.org, b.example"
    )
    assert here.url == "https://help.example.org"
    assert here.behind_tls
    assert here.trusted_hosts[:3] == ["help.example.org", "www.example.org", "b.example"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65535"),  # more follow
        ("HELPWELL_LIVE_PORT", "70000"),
        ("HELPWELL_SMTP_PORT", "-1"),
        ("HELPWELL_URL", "help.example.org"),
        ("HELPWELL_URL", "ftp://help.example.org"),
        ("HELPWELL_URL", "http://[::1"),
        ("HELPWELL_DEBUG", "maybe"),
        ("HELPWELL_DATA", "/etc/passwd"),
        ("DATABASE_URL", "mysql://root@localhost/helpwell"),
        ("HELPWELL_SECRET_KEY", "short"),
        ("HELPWELL_WEB_WORKERS", "1000"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_its_name(name: str, value: str):
    with pytest.raises(Misconfigured, match=name):
        read(**{name: value})


def test_the_command_refuses_it_in_one_sentence_and_exit_code_2():
    answer = subprocess.run(
        [sys.executable, "-m", "helpwell.service", "status"],
        env={"PORT": "eighty"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert answer.stderr == "PORT is “eighty”, but must be a whole number from 1 to 65531.\n"


def test_no_secret_is_shown_when_the_environment_is_printed():
    here = read(HELPWELL_SECRET_KEY="s" * 40, DATABASE_URL="postgresql://a:hidden@b/c")
    assert "ssss" not in repr(here)
    assert "hidden" not in repr(here)


def test_the_secret_is_made_once_and_kept_for_its_owner_alone(data):
    here = read(HELPWELL_DATA=str(data))
    assert here.secret_key() == here.secret_key()
    assert len(here.secret_key()) >= 50
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_processes_that_start_together_agree_on_the_secret(data):
    ask = "from helpwell.service.environment import Environment as E;"
    ask += "print(E.from_environ().secret_key())"
    asked = [
        subprocess.Popen(
            [sys.executable, "-c", ask],
            env={"HELPWELL_DATA": str(data)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    assert len({process.communicate()[0] for process in asked}) == 1
    assert [path.name for path in data.iterdir()] == ["secret.key"]


def test_a_folder_that_cannot_be_written_is_refused_in_words():
    with pytest.raises(Misconfigured, match="HELPWELL_DATA"):
        read(HELPWELL_DATA="/proc/nowhere").secret_key()


def test_settings_can_be_read_before_a_database_runs(data):
    assert str(data) in read(HELPWELL_DATA=str(data)).database
