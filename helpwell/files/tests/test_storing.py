"""Files: equal bytes once, never half of them, and a full disk says so."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction

from helpwell.core.testing import PATIENCE_SECONDS, at_once, eventually, failures
from helpwell.files import actions, disk
from helpwell.files.errors import NoRoom
from helpwell.files.models import File
from helpwell.files.queries import content_of, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder() -> Path:
    return Path(django_settings.STORAGES["default"]["OPTIONS"]["location"])


def on_the_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("content", [b"", b"\0", b"pot" * 100_000, "für".encode()])
def test_what_is_stored_comes_back_byte_for_byte(content):
    file = actions.store(content)
    assert (content_of(file), file.size) == (content, len(content))
    with opened(file) as stream:
        assert stream.read() == content


def test_equal_bytes_lie_on_the_disk_once(folder):
    first, second, other = actions.store_all([b"pot", b"pot", b"plant"])
    assert first == second != other
    assert actions.store(b"pot") == first
    assert File.objects.count() == len(on_the_disk(folder)) == 2


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_store_the_same_bytes_once(folder):
    outcomes = at_once(*[lambda: actions.store_all([b"pot", b"plant"])] * 5,
                       *[lambda: actions.store_all([b"plant", b"pot"])] * 5)  # fmt: skip
    assert failures(outcomes) == []
    assert File.objects.count() == len(on_the_disk(folder)) == 2


def test_a_half_written_file_is_never_seen(folder, monkeypatch):
    real = Path.write_bytes

    def dies_half_way(path, content):
        real(path, content[: len(content) // 2])
        raise OSError("the power is gone")

    monkeypatch.setattr(Path, "write_bytes", dies_half_way)
    with pytest.raises(NoRoom):
        actions.store(b"pot" * 1000)
    assert on_the_disk(folder) == []
    monkeypatch.undo()
    assert content_of(actions.store(b"pot" * 1000)) == b"pot" * 1000


def test_a_damaged_file_is_written_again(folder):
    file = actions.store(b"pot")
    (folder / file.path).write_bytes(b"p")
    assert content_of(actions.store(b"pot")) == b"pot"


def test_bytes_and_names_are_flushed_before_anybody_is_told(folder, monkeypatch):
    flushed = []
    real = os.fsync
    monkeypatch.setattr(
        disk.os, "fsync", lambda fd: (flushed.append(os.readlink(f"/proc/self/fd/{fd}")), real(fd))
    )
    file = actions.store(b"pot")
    place = folder / file.path
    assert any(name.startswith(f"{place}.") for name in flushed), "the bytes"
    assert str(place.parent) in flushed, "the name"


def test_a_full_disk_is_refused_in_a_sentence(folder, monkeypatch):
    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(NoRoom, match="Free some disk space"):
        actions.store(b"pot")
    assert not File.objects.exists()
    assert on_the_disk(folder) == []


@pytest.mark.django_db(transaction=True)
def test_bytes_that_come_again_while_they_are_dropped_stay():
    dropped = actions.store(b"pot")
    with ThreadPoolExecutor(1) as elsewhere:
        with transaction.atomic():
            actions.drop_unused([dropped.pk])
            again = elsewhere.submit(_store_on_a_connection_of_its_own, b"pot")
            until_somebody_waits()
        assert content_of(again.result(timeout=PATIENCE_SECONDS)) == b"pot"


def _store_on_a_connection_of_its_own(content: bytes) -> File:
    try:
        return actions.store(content)
    finally:
        connection.close()


def until_somebody_waits() -> None:
    """Return when another session waits for what this transaction holds."""
    with connection.cursor() as cursor:

        def somebody_waits() -> int:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return cursor.fetchone()[0]

        assert eventually(somebody_waits), "nobody waited"
