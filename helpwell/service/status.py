"""What this Helpwell is doing, for people and for scripts; written by serve, read by all."""

import json
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from helpwell.service import lock, postgres
from helpwell.service.environment import Environment
from helpwell.service.part import Part, State
from helpwell.service.secret import write_privately

PARTS = ("database", "web", "live", "worker")
PORT_SETTINGS = {
    "web": "PORT",
    "live": "HELPWELL_LIVE_PORT",
    "smtp": "HELPWELL_SMTP_PORT",
    "postgres": "HELPWELL_PG_PORT",
    "demo_smtp": "HELPWELL_DEMO_SMTP_PORT",
}


@dataclass(frozen=True)
class PartStatus:
    """One process of ours: what it does now, since when (ISO 8601), and how it ended last."""

    name: str
    state: str
    pid: int | None = None
    since: str | None = None
    restarts: int = 0
    last_exit: str | None = None

    @classmethod
    def of(cls, part: Part) -> "PartStatus":
        since = part.since.isoformat(timespec="seconds")
        return cls(part.name, part.state, part.pid, since, part.restarts, part.last_exit)


@dataclass(frozen=True, kw_only=True)
class Status:
    """Everything `helpwell status --json` prints, in its order."""

    running: bool
    version: str
    pid: int | None
    data: str
    addresses: dict[str, Any]
    ports: dict[str, int]
    database: dict[str, Any]
    parts: list[PartStatus] = field(default_factory=list)


def version() -> str:
    """The version of Helpwell that is installed."""
    try:
        return installed_version("helpwell")
    except PackageNotFoundError:
        return "unknown"


def addresses_of(environment: Environment, *, has_demo: bool) -> dict[str, Any]:
    """Where people, browsers and mail servers reach us."""
    return {
        "web": environment.url,
        "live": environment.live_url,
        "smtp": {"host": environment.smtp_host, "port": environment.smtp_port},
        "mail_viewer": f"{environment.url}/demo/mail/" if has_demo else None,
    }


def ports_of(environment: Environment) -> dict[str, int]:
    """The port of every part."""
    return {
        "web": environment.port,
        "live": environment.live_port,
        "smtp": environment.smtp_port,
        "postgres": environment.pg_port,
        "demo_smtp": environment.demo_smtp_port,
    }


def write(environment: Environment, status: Status) -> None:
    """Put the status down for others to read, whole or not at all."""
    write_privately(_file(environment), json.dumps(asdict(status), indent=1))


def read(environment: Environment) -> Status:
    """The status now: what the running serve wrote, or that nothing runs here."""
    noted = _noted_now(environment)
    if noted is None:
        return _at_rest(environment)
    parts = [PartStatus(**part) for part in noted.pop("parts")]
    database = noted.pop("database")
    database["ok"] = postgres.refusal_of(environment.database) is None
    return Status(**noted, database=database, parts=parts)


def running_ports(environment: Environment) -> dict[str, int]:
    """The ports of the serve that runs on this data folder; none when none runs."""
    ports: dict[str, int] = (_noted_now(environment) or {}).get("ports", {})
    return ports


def _noted_now(environment: Environment) -> dict[str, Any] | None:
    return _noted(environment) if lock.is_held(environment.run_folder) else None


def _noted(environment: Environment) -> dict[str, Any] | None:
    try:
        noted: dict[str, Any] = json.loads(_file(environment).read_text())
    except (OSError, ValueError):
        return None
    return noted


def _at_rest(environment: Environment) -> Status:
    external = environment.database_url is not None
    answers = external and postgres.refusal_of(environment.database) is None
    return Status(
        running=False,
        version=version(),
        pid=None,
        data=str(environment.data),
        addresses=addresses_of(environment, has_demo=False),
        ports=ports_of(environment),
        database={"kind": "external" if external else "embedded", "ok": answers},
        parts=[PartStatus(name, State.STOPPED) for name in PARTS],
    )


def _file(environment: Environment) -> Path:
    return environment.run_folder / "status.json"
