"""Writing files so that they, and their names, survive a power cut."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import uuid4


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Have every content at its path on the disk; what lies there already is left alone.

    Written beside, flushed, renamed, and the folders flushed: a half-written file is never seen.
    All is written before anything is flushed: the first flush takes most of the rest along.
    """
    missing = {path: content for path, content in contents.items() if not _is_there(path, content)}
    folders = _make_folders(path.parent for path in missing)
    beside = {path: path.with_name(f"{path.name}.{uuid4().hex}") for path in missing}
    try:
        for path, content in missing.items():
            beside[path].write_bytes(content)
        _flush(beside.values())
        for path in missing:
            beside[path].rename(path)
    finally:
        for left in beside.values():
            left.unlink(missing_ok=True)
    _flush(folders | {path.parent for path in contents})


def _is_there(path: Path, content: bytes) -> bool:
    return path.exists() and path.stat().st_size == len(content)


def _make_folders(wanted: Iterable[Path]) -> set[Path]:
    """Make what is missing; the folders that have got a new one in them."""
    changed: set[Path] = set()
    for folder in wanted:
        new = folder
        while not new.exists():
            new = new.parent
            changed.add(new)
        folder.mkdir(parents=True, exist_ok=True)
    return changed


def _flush(paths: Iterable[Path]) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
