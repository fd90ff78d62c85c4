"""The house that is measured: its folder, its database, its people, and `helpwell serve` on it."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import processes

ROOT = Path(__file__).resolve().parent.parent
SINK_PORT = 90  # after PORT


@dataclass(frozen=True)
class House:
    """One seeded installation; `folder` is kept between runs."""

    folder: Path
    tickets: int
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def enter(self) -> None:
        """Make this process (and those it starts) one of this house, filled, with Django ready."""
        self.folder.mkdir(parents=True, exist_ok=True)
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {
            "HELPWELL_DATA": str(self.folder),
            "PORT": str(self.port),
            "HELPWELL_SMTP_RELAY": f"127.0.0.1:{self.port + SINK_PORT}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        self._ensure_filled()
        _set_up()

    def _ensure_filled(self) -> None:
        note = self.folder / "seeded"
        if note.exists() and note.read_text() == str(self.tickets):
            return
        if note.exists():  # begun and not finished, or of another size
            shutil.rmtree(self.folder)
            self.folder.mkdir()
        elif any(self.folder.iterdir()):
            raise SystemExit(f"{self.folder} holds something else; give an empty folder.")
        note.write_text("begun")
        from helpwell.service import postgres  # noqa: PLC0415

        server = postgres.start(self.folder, self.port + 3, throw_away=True)
        try:
            _set_up()  # only now: the settings read where the database is
            self._fill(server.url)
        finally:
            server.stop()
        note.write_text(str(self.tickets))

    def _fill(self, url: str) -> None:
        from django.core.management import call_command  # noqa: PLC0415

        from benchmarks import people, seed  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        people.hire()
        seed.fill(url, self.tickets)

    @contextlib.contextmanager
    def served(self) -> Iterator["Served"]:
        """`helpwell serve` on this house, until the block ends."""
        begun = time.monotonic()
        log = (self.folder / "serve.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "helpwell.service", "serve"],
            cwd=ROOT, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            first_page = _wait_for_page(self.url, process, begun)
            yield Served(self, process.pid, first_page)
        finally:
            process.terminate()
            process.wait(60)


@dataclass(frozen=True)
class Served:
    """A running house; `first_page` is how many seconds it took to show one."""

    house: House
    pid: int
    first_page: float

    def cpu(self) -> dict[str, float]:
        """CPU seconds used so far, by part."""
        return {name: processes.cpu(pids) for name, pids in self._parts().items()}

    def memory(self) -> dict[str, float]:
        """Megabytes in use now (proportional set size), by part."""
        return {name: processes.memory(pids) for name, pids in self._parts().items()}

    def _parts(self) -> dict[str, list[int]]:
        return processes.parts_of(self.pid)


def _set_up() -> None:
    import django  # noqa: PLC0415 the settings read what was just set

    django.setup()


def _wait_for_page(url: str, process: subprocess.Popen[bytes], begun: float) -> float:
    while True:
        try:
            with urllib.request.urlopen(f"{url}/accounts/login/", timeout=5) as answer:
                answer.read()
            return time.monotonic() - begun
        except (urllib.error.URLError, ConnectionError):
            if process.poll() is not None:
                raise SystemExit("helpwell serve ended; see serve.log in the folder") from None
            time.sleep(0.02)
