"""The status in words: JSON for scripts, a table for people."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

from helpwell.service.status import PartStatus, Status

MINUTE, HOUR, DAY = 60, 3600, 86400


def as_json(status: Status) -> str:
    """The status for programs."""
    return json.dumps(asdict(status), indent=2)


def as_table(status: Status) -> str:
    """A few aligned lines: what it is, where it listens, what its parts do."""
    heads = [
        ("Helpwell", f"{status.version}, {_state(status)}"),
        ("address", status.addresses["web"]),
        ("mail in", "{host}, port {port} (SMTP)".format(**status.addresses["smtp"])),
        ("mail viewer", status.addresses["mail_viewer"]),
        ("data", status.data),
        ("database", _database(status)),
    ]
    lines = [f"{name:<12} {value}" for name, value in heads if value]
    return "\n".join([*lines, "", *map(_part, status.parts)])


def _state(status: Status) -> str:
    return f"running (process {status.pid})" if status.running else "not running"


def _database(status: Status) -> str:
    return f"{status.database['kind']}, {'answers' if status.database['ok'] else 'does not answer'}"


def _part(part: PartStatus) -> str:
    process = f"process {part.pid}" if part.pid else "-"
    line = f"{part.name:<12} {part.state:<9} {process:<15}"
    if part.since:
        line += f" for {_age(part.since):<8}"
    if part.restarts:
        line += f" {part.restarts} restart(s), last: {part.last_exit}"
    return line.rstrip()


def _age(since: str) -> str:
    seconds = int((datetime.now(UTC) - datetime.fromisoformat(since)).total_seconds())
    for size, unit in ((DAY, "d"), (HOUR, "h"), (MINUTE, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
