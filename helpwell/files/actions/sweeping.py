"""What killed processes have left in the store: half-written files under names of their own."""

import re
from datetime import timedelta
from pathlib import Path

from helpwell.core import clock
from helpwell.files.actions.storing import root

BESIDE = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{32}\Z")
OLD_ENOUGH = timedelta(hours=6)


def sweep() -> int:
    """Delete half-written files that nobody writes any more; how many there were."""
    oldest = (clock.now() - OLD_ENOUGH).timestamp()
    return sum(_remove(path) for path in _left_behind() if path.stat().st_mtime < oldest)


def _left_behind() -> list[Path]:
    folder = root()
    return [path for path in folder.glob("??/??/*.*") if BESIDE.match(path.name)]


def _remove(path: Path) -> bool:
    path.unlink(missing_ok=True)
    return True
