"""A whole Helpwell under test, which starts again when all of it is killed."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from helpwell.channels.tests.sink import Sink, sink_server
from helpwell.service.testing import free_ports
from helpwell.service.tests.running import Running, furnish, until
from tests.chaos.agents import EMAIL, PASSWORD
from tests.chaos.mails import INBOX

STARTING_SECONDS = 180
FOUND = f"""
from helpwell.accounts.actions import found_house
from helpwell.channels.actions import open_inbox
from helpwell.core.actors import SYSTEM
found_house(name="Ana Brandt", email="{EMAIL}", password="{PASSWORD}")
open_inbox(name="Arbor Support", address="{INBOX}", by=SYSTEM)
"""


@dataclass
class House:
    """A running Helpwell on a data folder of its own, and the mail server its answers leave by."""

    folder: Path
    port: int
    sink: Sink
    running: Running
    environ: dict[str, str]

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def smtp_port(self) -> int:
        return self.port + 2

    def start_again(self) -> None:
        """What an init system does after everything was killed."""
        self.running.process.wait(60)
        until(self._is_back, seconds=STARTING_SECONDS)

    def _is_back(self) -> bool:
        before = _times_ready(self.running)
        self.running = _serve(self.data, self.port, self.environ)
        while _times_ready(self.running) == before:
            if self.running.process.poll() is not None:
                time.sleep(0.5)  # the ports or the lock were still held by the dying
                return False
            time.sleep(0.1)
        return True


@contextmanager
def house(
    *, port: int | None = None, folder: Path | None = None, **environ: str
) -> Iterator[House]:
    """A founded Helpwell with one inbox; `folder` is kept, otherwise all is gone afterwards."""
    root = folder or Path(tempfile.mkdtemp(prefix="helpwell-chaos-"))
    root.mkdir(exist_ok=True)
    root.chmod(0o711)  # the database's account must pass
    with sink_server() as sink:
        first = port or free_ports(5)
        environ["HELPWELL_SMTP_RELAY"] = f"127.0.0.1:{sink.port}"
        if not (root / "data").exists() and "DATABASE_URL" not in environ:
            furnish(root / "data")
        ours = House(root, first, sink, _serve(root / "data", first, environ), environ)
        try:
            until(ours.running.is_up, seconds=STARTING_SECONDS)
            founded = ours.running.ask("shell", "-c", FOUND)
            assert founded.returncode == 0, founded.stderr
            yield ours
        finally:
            ours.running.stop()
            if folder is None:
                shutil.rmtree(root, ignore_errors=True)


def _serve(data: Path, port: int, environ: dict[str, str]) -> Running:
    return Running("-m", "helpwell.service", "serve", data=data, port=port, **environ)


def _times_ready(running: Running) -> int:
    return running.log.read_text(errors="replace").count("ready: ")
