"""`helpwell serve`: the database, then web, live and worker, under one supervisor."""

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass

from helpwell.service import lock, migrations, ports, postgres, status
from helpwell.service.deathbond import bond
from helpwell.service.environment import Environment
from helpwell.service.output import say
from helpwell.service.part import Part, Starter, State
from helpwell.service.supervisor import Supervisor

PRIVATE = 0o077  # what the parts write, such as attachments, is for their owner alone
DEMO_PARTS = ("seed", "demo")


def serve(environment: Environment, *, with_demo: bool = False) -> None:
    """Run everything until SIGTERM or Ctrl-C; refused when this data folder is already served."""
    with lock.hold(environment.run_folder, address=environment.url):
        ports.require_free(environment)
        House(environment, with_demo=with_demo).run()


@dataclass
class House:
    """All parts of one running Helpwell, and what is told about them."""

    environment: Environment
    with_demo: bool = False
    _is_announced: bool = False

    def run(self) -> None:
        self.parts = [*self._database(), *self._program(), *self._demo()]
        supervisor = Supervisor(self.parts, on_change=self._tell)
        say(f"Helpwell {status.version()} starts on {self.environment.data}")
        supervisor.run()

    # -- the parts --

    def _database(self) -> list[Part]:
        if self.environment.database_url:
            return []
        return [
            Part(
                "database",
                self._start_postgres,
                is_ready=lambda: postgres.is_ready(self.environment.database),
                stop_signal=signal.SIGINT,
            )
        ]

    def _start_postgres(self, output: int) -> subprocess.Popen[bytes]:
        environment = self.environment
        return postgres.launch(environment.data, environment.pg_port, output=output).process

    def _program(self) -> list[Part]:
        host = self.environment.host
        return [
            Part(
                "prepare",
                command("prepare"),
                after=() if self.environment.database_url else ("database",),
                once=True,
                is_needless=lambda: migrations.are_applied(self.environment),
            ),
            Part(
                "web",
                command("web"),
                after=("prepare",),
                is_ready=lambda: ports.answers(host, self.environment.port),
            ),
            Part(
                "live",
                command("live"),
                after=("prepare",),
                is_ready=lambda: ports.answers(host, self.environment.live_port),
            ),
            Part("worker", command("worker"), after=("prepare",)),
        ]

    def _demo(self) -> list[Part]:
        """The demo company: seeded where there is none yet, then introduced."""
        if not self.with_demo:
            return []
        return [
            Part("seed", command("demo", "seed"), after=("prepare",), once=True),
            Part("demo", command("demo", "logins"), after=("seed", "web", "worker"), once=True),
        ]

    # -- what is told --

    def _tell(self) -> None:
        with contextlib.suppress(OSError):  # a full disk: the status is late, the parts go on
            status.write(self.environment, self._status())
        if not self._is_announced and self._is_up():
            self._is_announced = True
            self._announce()

    def _is_up(self) -> bool:
        return all(part.is_up for part in self.parts if part.name not in DEMO_PARTS)

    def _announce(self) -> None:
        say(f"ready: {self.environment.url} (Ctrl-C stops it)")
        if self.with_demo:
            say(f"what it mails, and answering as its customers: {self._mail_viewer()}")
            say("the demo company is moving in; its logins follow")

    def _mail_viewer(self) -> str:
        return str(status.addresses_of(self.environment, has_demo=True)["mail_viewer"])

    def _status(self) -> status.Status:
        environment = self.environment
        database = next((part for part in self.parts if part.name == "database"), None)
        return status.Status(
            running=True,
            version=status.version(),
            pid=os.getpid(),
            data=str(environment.data),
            addresses=status.addresses_of(environment, has_demo=self.with_demo),
            ports=status.ports_of(environment),
            database={
                "kind": "embedded" if database else "external",
                "ok": database is None or database.state is State.RUNNING,
            },
            parts=[status.PartStatus.of(part) for part in self.parts],
        )


def command(*words: str) -> Starter:
    """Start one of our own commands as a child that dies with us."""

    def start(output: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "helpwell.service", *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            umask=PRIVATE,
            process_group=0,  # Ctrl-C reaches the supervisor alone, which stops them in order
            preexec_fn=bond(signal.SIGKILL),  # noqa: PLW1509 the supervisor has one thread
        )

    return start
