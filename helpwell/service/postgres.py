"""The embedded PostgreSQL: a child process of ours, judged by connecting and by nothing else."""

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from helpwell.service import orphan
from helpwell.service.cluster import ROLE, Cluster, cluster_in
from helpwell.service.deathbond import bond
from helpwell.service.errors import DatabaseUnavailable
from helpwell.service.secret import write_privately

LONGEST_SOCKET_PATH = 100
SOCKET_PORT = 5432
FIRST_DATABASE = "postgres"  # which is there before ours
STARTING_SECONDS = 60.0
RECOVERING_SECONDS = 3600.0
STOPPING_SECONDS = 20.0
PAUSE_SECONDS = 0.03

# Chosen for a machine of two cores that also runs everything else.
CONFIGURATION = {
    "shared_buffers": "128MB",
    "max_connections": "100",
    "jit": "off",  # compiling costs more than our short queries take
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "io_workers": "1",  # of PostgreSQL 18; each holds memory, one keeps two cores busy
    "autovacuum_max_workers": "2",
    "max_parallel_workers_per_gather": "0",  # starting a helper costs more than it saves
    "log_checkpoints": "off",
    "log_line_prefix": "",
    "lc_messages": "C",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
NEW_IN_18 = ("io_workers",)


@dataclass
class Server:
    """A running PostgreSQL; `url` is where its database listens."""

    process: subprocess.Popen[bytes]
    cluster: Cluster
    url: str
    log: Path | None = field(default=None)

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_alive(self) -> bool:
        """Whether it takes connections now."""
        return self.process.poll() is None and refusal_of(self.url) is None

    def wait_until_ready(self) -> None:
        """Return once it takes connections; recovery after a crash may take its time."""
        _wait(self)
        _make_database(self.url)

    def stop(self) -> None:
        """Stop fast and in order: open transactions are rolled back, the files are clean."""
        stop_process(self.process)


def start(data: Path, port: int, *, throw_away: bool = False, output: int | None = None) -> Server:
    """Start the server of this data folder and wait until it takes connections.

    `port` serves on 127.0.0.1 only where the folder's path is too long for a socket. `output` is
    a file descriptor for the server's words, else they go to postgres.log in the data folder.
    `throw_away` gives up safety for speed: for tests alone.
    """
    server = launch(data, port, throw_away=throw_away, output=output)
    try:
        server.wait_until_ready()
    except BaseException:
        server.stop()
        raise
    return server


def launch(data: Path, port: int, *, throw_away: bool = False, output: int | None = None) -> Server:
    """Start the server without waiting for it."""
    cluster = cluster_in(data)
    orphan.clear(cluster.folder)
    url = _address(cluster, port)
    log = None if output is not None else data / "postgres.log"
    process = _spawn(cluster, port, THROW_AWAY if throw_away else {}, output, log)
    write_privately(data / "postgres.url", url)
    return Server(process, cluster, url, log)


def is_ready(url: str) -> bool:
    """Whether the server takes connections; its database is made the first time it does."""
    if refusal_of(url, database=FIRST_DATABASE) is not None:
        return False
    _make_database(url)
    return True


def refusal_of(url: str, *, database: str | None = None) -> str | None:
    """Why the database takes no connection, in its own words; None when it does."""
    try:
        psycopg.connect(url, connect_timeout=5, dbname=database).close()
    except psycopg.OperationalError as reason:
        return str(reason).strip()
    return None


def stop_process(process: subprocess.Popen[bytes]) -> None:
    """Fast shutdown (SIGINT); immediate (SIGQUIT) when that takes too long."""
    for signum in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(signum)
        try:
            process.wait(STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            continue


def _spawn(
    cluster: Cluster, port: int, extra: dict[str, str], output: int | None, log: Path | None
) -> subprocess.Popen[bytes]:
    words = output if log is None else os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        return subprocess.Popen(
            [cluster.binaries.postgres, "-D", cluster.folder, *_options(cluster, port, extra)],
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=bond(signal.SIGINT),  # noqa: PLW1509 the starter has one thread
            **cluster.account.popen(),
        )
    except (OSError, subprocess.SubprocessError) as reason:
        raise DatabaseUnavailable(
            f"PostgreSQL cannot be started as user {cluster.account.uid}: {reason}. "
            "Run Helpwell as an ordinary user, or set DATABASE_URL."
        ) from reason
    finally:
        if log is not None and words is not None:
            os.close(words)


def _options(cluster: Cluster, port: int, extra: dict[str, str]) -> Sequence[str]:
    settings = {**CONFIGURATION, **_listening(cluster, port), **extra}
    if cluster.binaries.major < 18:
        settings = {name: value for name, value in settings.items() if name not in NEW_IN_18}
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _listening(cluster: Cluster, port: int) -> dict[str, str]:
    if _has_socket(cluster):
        return {
            "listen_addresses": "",
            "unix_socket_directories": str(cluster.folder),
            "unix_socket_permissions": "0700",
            "port": str(SOCKET_PORT),
        }
    return {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "port": str(port),
    }


def _address(cluster: Cluster, port: int) -> str:
    if _has_socket(cluster):
        folder = quote(str(cluster.folder), safe="")
        return f"postgresql://{ROLE}:{cluster.password}@/{ROLE}?host={folder}&port={SOCKET_PORT}"
    return f"postgresql://{ROLE}:{cluster.password}@127.0.0.1:{port}/{ROLE}"


def _has_socket(cluster: Cluster) -> bool:
    """Sockets have short paths (108 bytes) and this setting parts folders by commas."""
    path = os.fsencode(cluster.folder)
    return len(path) <= LONGEST_SOCKET_PATH - len("/.s.PGSQL.5432") and b"," not in path


def _wait(server: Server) -> None:
    begun = time.monotonic()
    while (refusal := refusal_of(server.url, database=FIRST_DATABASE)) is not None:
        waited = time.monotonic() - begun
        if server.process.poll() is not None:
            raise DatabaseUnavailable(f"PostgreSQL stopped at once. {_said(server.log)}")
        recovering = "starting up" in refusal or "recovery" in refusal
        if waited > (RECOVERING_SECONDS if recovering else STARTING_SECONDS):
            raise DatabaseUnavailable(f"PostgreSQL does not answer: {refusal}")
        time.sleep(PAUSE_SECONDS)


def _make_database(url: str) -> None:
    """Make the database itself once, in a fresh cluster."""
    with psycopg.connect(url, dbname=FIRST_DATABASE, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ROLE])
        if not known.fetchone():
            connection.execute(f"CREATE DATABASE {ROLE}".encode())


def _said(log: Path | None) -> str:
    """What the server said last, when it was kept."""
    try:
        lines = log.read_text(errors="replace").splitlines() if log else []
    except OSError:
        lines = []
    return "It said: " + " ".join(lines[-3:]) if lines else "Its words are above."
