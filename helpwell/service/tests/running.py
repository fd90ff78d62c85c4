"""A Helpwell that runs beside the tests in processes of its own, asked by its own commands."""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from helpwell.service.testing import free_ports

PATIENCE_SECONDS = 300.0  # a busy machine takes its time


def until[T](look: Callable[[], T], *, seconds: float = PATIENCE_SECONDS) -> T:
    """Look again and again until there is something to see; return it."""
    end = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return seen


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


class Running:
    """One Helpwell on a data folder and ports of its own."""

    def __init__(self, *words: str, data: Path, port: int, **environ: str) -> None:
        self.environ = {
            "PATH": os.environ["PATH"],
            "HELPWELL_DATA": str(data),
            "PORT": str(port),
            **environ,
        }
        self.log = data.with_name("output")
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, *words], env=self.environ, stdout=output, stderr=output
            )

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "helpwell.service", *words],
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )

    def status(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.ask("status", "--json").stdout)
        return answer

    def part(self, name: str) -> dict[str, Any]:
        return next((part for part in self.status()["parts"] if part["name"] == name), {})

    def is_up(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return "ready: " in self.log.read_text()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@contextmanager
def new_folder() -> Iterator[Path]:
    """A folder of a short path that the database's account may pass; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="helpwell-test-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def furnish(data: Path) -> None:
    """Make a data folder in which Helpwell has run before, so that it starts quickly there."""
    subprocess.run(["cp", "-a", _furnished(), data], check=True)


_kept = ExitStack()  # until all tests have run
atexit.register(_kept.close)


@cache
def _furnished() -> Path:
    data = _kept.enter_context(new_folder()) / "data"
    first = Running("-m", "helpwell.service", "serve", data=data, port=free_ports(5))
    try:
        until(first.is_up)
    finally:
        first.stop()
    return data
