"""A Helpwell of simple programs under the real supervisor: `python stand_in.py`.

It has a foundation and two parts, `alpha` and `beta`, that write a line when they are stopped; the
environment can name a command for beta that ends by itself.
"""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass

from helpwell.service import lock
from helpwell.service.deathbond import bond
from helpwell.service.environment import Environment
from helpwell.service.part import Part, Starter
from helpwell.service.serve import House

SLEEP = "trap 'echo {name} >> {log}; exit 0' TERM; while :; do sleep 0.02; done"


@dataclass
class StandIn(House):
    def _database(self) -> list[Part]:
        return [Part("foundation", self.sleeper("foundation"))]

    def _program(self) -> list[Part]:
        beta = os.environ.get("BETA")
        return [
            Part("alpha", self.sleeper("alpha"), after=("foundation",)),
            Part("beta", shell(beta) if beta else self.sleeper("beta"), after=("foundation",)),
        ]

    def sleeper(self, name: str) -> Starter:
        return shell(SLEEP.format(name=name, log=self.environment.data / "stopped"))


def shell(script: str) -> Starter:
    def start(output: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["sh", "-c", script],
            stdout=output,
            stderr=output,
            process_group=0,
            preexec_fn=bond(signal.SIGKILL),  # noqa: PLW1509 it has one thread
        )

    return start


if __name__ == "__main__":
    here = Environment.from_environ()
    with lock.hold(here.run_folder, address=here.url):
        StandIn(here).run()
    sys.exit(0)
