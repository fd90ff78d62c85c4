"""Storing bytes so that they survive a power cut: on the disk first, then in the database."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage

from helpwell.core import clock
from helpwell.files.disk import write_all
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
        write_all({Path(_storage().path(path_of(n))): c for n, c in by_name.items()})
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


def _storage() -> FileSystemStorage:
    storage = default_storage
    assert isinstance(storage, FileSystemStorage)
    return storage
