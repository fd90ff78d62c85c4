"""What was promised, written down so that no kill can take it back."""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Record:
    """An append-only list of lines, each on the disk before `note` returns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._lock = threading.Lock()

    def note(self, kind: str, **what: Any) -> None:
        line = json.dumps({"kind": kind, **what}) + "\n"
        with self._lock:
            os.write(self._descriptor, line.encode())
            os.fsync(self._descriptor)

    def of(self, kind: str) -> list[dict[str, Any]]:
        """All notes of one kind, oldest first."""
        return [note for note in read(self._path) if note["kind"] == kind]


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Every note of a record, oldest first."""
    with path.open() as lines:
        yield from map(json.loads, lines)
