"""Storing bytes so that they survive a power cut: on the disk first, then in the database."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from django.db.models import ManyToOneRel

from helpwell.core import clock
from helpwell.files.disk import write_all
from helpwell.files.errors import NoRoom
from helpwell.files.models import File, Scan, path_of


def store(content: bytes) -> File:
    """Keep `content` for good; the same bytes twice are kept once. Refuses on a full disk."""
    return store_all([content])[0]


def store_all(contents: Sequence[bytes]) -> list[File]:
    """Keep several contents for good, which costs little more than keeping one."""
    names = [hashlib.sha256(content).hexdigest() for content in contents]
    by_name = dict(zip(names, contents, strict=True))
    _write(by_name)
    now = clock.now()
    files = File.objects.bulk_create(  # in order, so that two of us never wait for each other
        [File(sha256=n, size=len(by_name[n]), created_at=now) for n in sorted(by_name)],
        update_conflicts=True,
        unique_fields=["sha256"],
        update_fields=["size"],
    )
    _write({n: c for n, c in by_name.items() if not _place_of(n).exists()})  # dropped meanwhile
    stored = {file.sha256: file for file in files}
    return [stored[name] for name in names]


@transaction.atomic
def drop_unused(file_ids: Collection[int]) -> None:
    """Delete those of the files that nothing refers to any more, here and on the disk."""
    unused = File.objects.filter(pk__in=set(file_ids) - _referred_to(file_ids))
    names = list(unused.values_list("sha256", flat=True))
    unused.delete()
    for name in names:
        transaction.on_commit(partial(_take_off_the_disk, name))


@transaction.atomic
def _take_off_the_disk(name: str) -> None:
    """Delete the bytes of a dropped file, unless they were stored again meanwhile.

    The name is taken while we do: whoever stores them now waits, then finds them gone.
    """
    taken, is_ours = File.objects.get_or_create(
        sha256=name, defaults={"size": 0, "created_at": clock.now()}
    )
    if is_ours:
        _place_of(name).unlink(missing_ok=True)
        taken.delete()


def root() -> Path:
    """The folder that holds all stored bytes."""
    return Path(_storage().location)


def _write(contents: Mapping[str, bytes]) -> None:
    try:
        write_all({_place_of(name): content for name, content in contents.items()})
    except OSError as error:
        raise NoRoom from error


def _place_of(name: str) -> Path:
    return Path(_storage().path(path_of(name)))


def _referred_to(file_ids: Collection[int]) -> set[int]:
    """The files that any table refers to."""
    found: set[int] = set()
    for relation in File._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model is not Scan:
            name = relation.field.attname
            rows = relation.related_model._default_manager.filter(**{f"{name}__in": file_ids})
            found.update(rows.values_list(name, flat=True))
    return found


def _storage() -> FileSystemStorage:
    storage = default_storage
    assert isinstance(storage, FileSystemStorage)
    return storage
