"""The figures as a table for people and as JSON for machines."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import Figure

HEAD = "| what | clients | best | p50 | p95 | a second | CPU ms: web | database | other |"
RULE = "| --- | --: | --: | --: | --: | --: | --: | --: | --- |"


def line(figure: Figure) -> str:
    """One row of the table, times in milliseconds."""
    rest = dict(figure.cpu)
    web, database = rest.pop("web", None), rest.pop("database", None)
    other = ", ".join(f"{part} {spent:.1f}" for part, spent in rest.items())
    also = "; ".join(filter(None, (figure.also, other)))
    cells = (
        figure.what, str(figure.clients), _number(figure.best), _number(figure.p50),
        _number(figure.p95), _number(figure.rate), _number(web), _number(database), also,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def keep(path: Path, figures: Sequence[Figure], *, tickets: int) -> None:
    """Write everything down for later comparison."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "tickets": tickets,
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
        "python": platform.python_version(),
        "figures": [asdict(figure) for figure in figures],
    }
    path.write_text(json.dumps(whole, indent=1))
