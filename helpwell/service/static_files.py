"""The pages' scripts, styles and pictures, collected into the data folder for serving."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from helpwell.service import installed
from helpwell.service.environment import Environment
from helpwell.service.secret import write_privately


def ensure(environment: Environment) -> None:
    """Collect them where that is due; in a process of its own, which leaves this one small."""
    note = environment.data / "static.collected"
    now = _fingerprint()
    is_there = note.exists() and (environment.data / "static").is_dir()
    if is_there and note.read_text().strip() == now:
        return
    collect = [sys.executable, "-m", "helpwell.service", "collectstatic"]
    subprocess.run([*collect, "--no-input", "--verbosity=0"], check=True)
    write_privately(note, now)


def _fingerprint() -> str:
    """Changes with any of our files and with any upgrade."""
    digest = hashlib.sha256()
    for name in installed.distributions():
        digest.update(name.encode() + b"\0")
    for file in sorted(_sources()):
        facts = file.stat()
        digest.update(f"{file}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for folder in (*installed.ROOMS.glob("*/static"), installed.ROOMS.parent / "ui" / "static"):
        yield from (path for path in folder.rglob("*") if path.is_file())
