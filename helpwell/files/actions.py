"""Storing bytes so that they survive a power cut: on the disk first, then in the database."""

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from django.core.files.storage import FileSystemStorage, default_storage

from helpwell.core import clock
from helpwell.files.errors import NoRoom
from helpwell.files.models import File, path_of


def store(content: bytes) -> File:
    """Keep `content` for good; the same bytes twice are kept once. Refuses on a full disk."""
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        _write(Path(_storage().path(path_of(sha256))), content)
    except OSError as error:
        raise NoRoom from error
    file, _ = File.objects.get_or_create(
        sha256=sha256, defaults={"size": len(content), "created_at": clock.now()}
    )
    return file


def _write(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, then rename: a half-written file is never seen."""
    if path.exists() and path.stat().st_size == len(content):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        with beside.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)


def _storage() -> FileSystemStorage:
    storage = default_storage
    assert isinstance(storage, FileSystemStorage)  # noqa: S101
    return storage
