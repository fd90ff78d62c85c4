"""What a server that was killed leaves behind: a pid file, or a process that outlived us."""

import contextlib
import os
import signal
import time
from pathlib import Path

LEAVING_SECONDS = 30.0
PAUSE_SECONDS = 0.05


def clear(cluster: Path) -> None:
    """Stop a server that still runs on this cluster; drop a pid file that names a stranger."""
    pid_file = cluster / "postmaster.pid"
    pid = _pid_in(pid_file)
    if pid is None or not Path("/proc/self").exists():
        return
    if _serves(pid, cluster):
        _stop(pid, cluster)
    else:
        pid_file.unlink(missing_ok=True)  # PostgreSQL itself trusts any living process of that pid


def _pid_in(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().split("\n")[0])
    except (OSError, ValueError):
        return None


def _serves(pid: int, cluster: Path) -> bool:
    """Whether that process is a PostgreSQL at home in this cluster's folder."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(cluster) and _is_alive(pid)
    except OSError:
        return False


def _is_alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return state not in "ZX"


def _stop(pid: int, cluster: Path) -> None:
    for signum in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signum)
        until = time.monotonic() + LEAVING_SECONDS
        while time.monotonic() < until:
            if not _serves(pid, cluster):
                return
            time.sleep(PAUSE_SECONDS)
