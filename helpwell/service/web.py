"""`helpwell web`: the pages, by granian with a few worker processes of several threads."""

import signal
from collections.abc import Callable
from importlib import import_module
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from helpwell.core.memory import settle
from helpwell.service import ports, static_files
from helpwell.service.deathbond import die_with_parent
from helpwell.service.environment import Environment

BACKLOG = 2048
PAGES = "config.wsgi"  # named, not imported: the process that starts the others stays small


def run(environment: Environment) -> None:
    """Serve pages until SIGTERM; a worker process that dies is replaced."""
    ports.require_port(environment.host, environment.port, "PORT")
    static_files.ensure(environment)
    server = Granian(
        f"{PAGES}:application",
        address=environment.host,
        port=environment.port,
        interface=Interfaces.WSGI,
        workers=environment.web_workers,
        blocking_threads=environment.web_threads,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=10,
        log_level=LogLevels.error,
        websockets=False,
    )
    server.serve(target_loader=load, wrap_loader=False)


def load(*_target: Any) -> Callable[..., Any]:
    """Load the pages in a worker process, which must not outlive the one that started it."""
    die_with_parent(signal.SIGKILL)
    application: Callable[..., Any] = import_module(PAGES).application
    settle()
    return application
