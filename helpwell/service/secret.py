"""Secrets that are made once and kept for their owner's eyes only."""

import os
import secrets
from pathlib import Path

from helpwell.service.errors import Misconfigured

SECRET_BYTES = 48
OWNER_ONLY = 0o600


def kept_secret(path: Path) -> str:
    """Read the secret at `path`; make it (mode 0600) when there is none yet."""
    try:
        return _read(path) or _make(path)
    except OSError as reason:
        raise Misconfigured(
            f"The secret in {path} cannot be read or made ({reason.strerror}). "
            "Give the user who runs Helpwell the folder, or set HELPWELL_DATA to another one."
        ) from reason


def write_privately(path: Path, content: str) -> None:
    """Replace `path` in one step by a file only its owner can read."""
    draft = _draft(path, content)
    draft.replace(path)


def private_folder(path: Path) -> Path:
    """Make the folder for its owner alone; one that exists is left as it is."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def _read(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def _make(path: Path) -> str:
    private_folder(path.parent)
    draft = _draft(path, secrets.token_urlsafe(SECRET_BYTES))
    try:
        path.hardlink_to(draft)  # of several processes making one, the first wins
    except FileExistsError:
        if not _read(path):
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return _read(path)


def _draft(path: Path, content: str) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as file:
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    return draft
