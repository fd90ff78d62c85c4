"""One Helpwell per data folder: whoever holds the lock runs, and the lock says who it is."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from helpwell.service.errors import AlreadyRunning
from helpwell.service.secret import private_folder


@contextlib.contextmanager
def hold(run_folder: Path, *, address: str) -> Iterator[None]:
    """Hold the data folder while we run; the kernel lets go of it when we die, however we die."""
    descriptor = _open(run_folder)
    try:
        if not _take(descriptor):
            raise AlreadyRunning(_sentence(run_folder))
        _introduce(descriptor, address)
        yield
    finally:
        os.close(descriptor)


def is_held(run_folder: Path) -> bool:
    """Whether a Helpwell runs on this data folder now."""
    try:
        descriptor = os.open(run_folder / "lock", os.O_RDWR)
    except OSError:
        return False
    try:
        return not _take(descriptor)
    finally:
        os.close(descriptor)


def _open(run_folder: Path) -> int:
    private_folder(run_folder)
    return os.open(run_folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _introduce(descriptor: int, address: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "address": address}).encode(), 0)


def _sentence(run_folder: Path) -> str:
    folder = run_folder.parent
    advice = "Stop that one first, or give this one a folder and ports of its own: "
    advice += "HELPWELL_DATA=/another/folder PORT=9000 helpwell serve."
    try:
        holder = json.loads((run_folder / "lock").read_text())
        who = f"by process {holder['pid']} at {holder['address']}"
    except (OSError, ValueError, KeyError):
        who = "by another process"
    return f"Helpwell already runs on {folder}, {who}. {advice}"
