"""The command `helpwell`: its own commands, and everything else goes to Django's management."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from helpwell.service import report, status
from helpwell.service.environment import Environment
from helpwell.service.errors import (
    AlreadyRunning,
    DatabaseUnavailable,
    Misconfigured,
    NotRunning,
    PortTaken,
)

NEEDS_NO_DATABASE = ("help", "check", "makemigrations", "collectstatic", "compilemessages", "mail")
RUNNING, NOT_RUNNING = 0, 3  # as the Linux Standard Base has it for service scripts
REFUSED, MISUSED = 1, 2
PRIVATE = 0o077  # what we write, such as attachments, is for its owner alone
HELP = """\
Helpwell, a customer service platform on your own machine.

  helpwell serve            everything in one: database, pages, live updates, background work
  helpwell web|live|worker  one part alone, for several hosts around one DATABASE_URL
  helpwell prepare          bring the database up to date; serve does it by itself
  helpwell status           what runs, where, since when
  helpwell doctor           what is wrong, in words, and what to do
  helpwell version          the version

  helpwell COMMAND …        any other command of the program, such as:
  helpwell demo logins      the demo company's logins
  helpwell demo mail "Hi!"  a mail to it from a customer
  helpwell mail parse FILE  what a mail says, as JSON: how this program reads it
  helpwell help             all of them

Settings come from the environment: PORT (8000), HELPWELL_DATA (./data), HELPWELL_HOST,
HELPWELL_URL, DATABASE_URL; `helpwell COMMAND --help` says more.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; a refusal is a sentence on standard error, never a traceback."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.exit(_run(words))
    except Misconfigured as refusal:
        _refuse(refusal, MISUSED)
    except (AlreadyRunning, DatabaseUnavailable, NotRunning, PortTaken) as refusal:
        _refuse(refusal, REFUSED)
    except KeyboardInterrupt:
        sys.exit(130)


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help"):
        sys.stdout.write(HELP)
        return 0
    if words[0] in ("--version", "-V"):
        words[0] = "version"
    if words[0] in COMMANDS:
        return COMMANDS[words[0]](words[1:])
    return _manage(words)


def _refuse(refusal: Exception, code: int) -> None:
    sys.stderr.write(f"{refusal}\n")
    sys.exit(code)


# -- our own commands --


def _serve(words: list[str]) -> int:
    """Run everything until Ctrl-C: database, pages, live updates, background work."""
    options = _options("serve", _serve)
    options.add_argument("--demo", action="store_true", help="with a demo company to try it on")
    chosen = options.parse_args(words)
    from helpwell.service.serve import serve  # noqa: PLC0415 each command loads what it needs

    serve(Environment.from_environ(), with_demo=chosen.demo)
    return 0


def _web(words: list[str]) -> int:
    """Serve the pages alone, on PORT."""
    _options("web", _web).parse_args(words)
    from helpwell.service import web  # noqa: PLC0415

    os.umask(PRIVATE)
    web.run(Environment.from_environ())
    return 0


def _live(words: list[str]) -> int:
    """Stream live updates alone, on HELPWELL_LIVE_PORT."""
    _options("live", _live).parse_args(words)
    from helpwell.service import live  # noqa: PLC0415

    live.run(Environment.from_environ())
    return 0


def _prepare(words: list[str]) -> int:
    """Bring the database up to date."""
    _options("prepare", _prepare).parse_args(words)
    environment = Environment.from_environ()
    _choose_settings()
    from helpwell.service import migrations  # noqa: PLC0415

    migrations.apply(environment)
    return 0


def _status(words: list[str]) -> int:
    """Say what runs, where and since when; exits with 0 when it runs and 3 when it does not."""
    options = _options("status", _status)
    options.add_argument("--json", action="store_true", help="for scripts")
    chosen = options.parse_args(words)
    now = status.read(Environment.from_environ())
    words_for = report.as_json if chosen.json else report.as_table
    sys.stdout.write(words_for(now) + "\n")
    return RUNNING if now.running else NOT_RUNNING


def _doctor(words: list[str]) -> int:
    """Say what is wrong and what to do; exits with 1 when something is."""
    _options("doctor", _doctor).parse_args(words)
    environment = Environment.from_environ()
    _choose_settings()
    from helpwell.service import doctor  # noqa: PLC0415

    return doctor.report(environment)


def _version(words: list[str]) -> int:
    """Print the version."""
    _options("version", _version).parse_args(words)
    sys.stdout.write(status.version() + "\n")
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "serve": _serve,
    "web": _web,
    "live": _live,
    "prepare": _prepare,
    "status": _status,
    "doctor": _doctor,
    "version": _version,
}


def _options(name: str, command: Callable[[list[str]], int]) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"helpwell {name}", description=command.__doc__)


# -- Django's --


def _manage(words: list[str]) -> int:
    environment = Environment.from_environ()
    _adopt_running(environment)
    if _needs_database(words) and not environment.database_url:
        _require_running(environment, words[0])
    if words[0] not in NEEDS_NO_DATABASE:
        os.umask(PRIVATE)
    _choose_settings()
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["helpwell", *words])
    return 0


def _adopt_running(environment: Environment) -> None:
    """Speak of the ports of the serve that runs here, whatever this shell's environment says."""
    ports = status.running_ports(environment)
    for part, setting in status.PORT_SETTINGS.items():
        if part in ports:
            os.environ.setdefault(setting, str(ports[part]))


def _needs_database(words: list[str]) -> bool:
    return words[0] not in NEEDS_NO_DATABASE and not {"-h", "--help"} & set(words)


def _require_running(environment: Environment, command: str) -> None:
    from helpwell.service import postgres  # noqa: PLC0415

    if postgres.refusal_of(environment.database) is not None:
        raise NotRunning(
            f"“helpwell {command}” needs the database, and none runs for {environment.data}. "
            "Start it by “helpwell serve”, or say by HELPWELL_DATA or DATABASE_URL which is meant."
        )


def _choose_settings() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
