"""Storing bytes so that they survive a power cut: on the disk first, then in the database."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import uuid4

from django.core.files.storage import FileSystemStorage, default_storage

from helpwell.core import clock
from helpwell.files.errors import NoRoom
from helpwell.files.models import File, path_of


def store(content: bytes) -> File:
    """Keep `content` for good; the same bytes twice are kept once. Refuses on a full disk."""
    return store_all([content])[0]


def store_all(contents: Sequence[bytes]) -> list[File]:
    """Keep several contents for good, which costs little more than keeping one."""
    names = [hashlib.sha256(content).hexdigest() for content in contents]
    by_name = dict(zip(names, contents, strict=True))
    try:
        _write_all(by_name)
    except OSError as error:
        raise NoRoom from error
    now = clock.now()
    files = File.objects.bulk_create(  # in order, so that two of us never wait for each other
        [File(sha256=n, size=len(by_name[n]), created_at=now) for n in sorted(by_name)],
        update_conflicts=True,
        unique_fields=["sha256"],
        update_fields=["size"],
    )
    stored = {file.sha256: file for file in files}
    return [stored[name] for name in names]


def _write_all(by_name: Mapping[str, bytes]) -> None:
    folders = {_write(Path(_storage().path(path_of(n))), c) for n, c in by_name.items()}
    for folder in folders:
        _flush_folder(folder)  # a name survives a power cut only once its folder is on the disk


def _write(path: Path, content: bytes) -> Path:
    """Write beside, flush to the disk, then rename: a half-written file is never seen."""
    if path.exists() and path.stat().st_size == len(content):
        return path.parent
    _make_folder(path.parent)
    beside = path.with_name(f"{path.name}.{uuid4().hex}")
    try:
        with beside.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)
    return path.parent


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _storage() -> FileSystemStorage:
    storage = default_storage
    assert isinstance(storage, FileSystemStorage)  # noqa: S101
    return storage
