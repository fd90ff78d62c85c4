"""The files of the embedded database: where they lie and how they are first made."""

import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from helpwell.service.account import Account
from helpwell.service.binaries import BUILTIN_LOCALE_SINCE, Binaries, binaries_for
from helpwell.service.errors import DatabaseUnavailable
from helpwell.service.secret import kept_secret, private_folder

ROLE = "helpwell"
SHARED_HOME = Path("/var/lib/helpwell")
ENTERED_BY_GROUP = 0o710
ENTERED_BY_ALL = 0o711


@dataclass(frozen=True)
class Cluster:
    """One database's folder, its password, its account and the programs that run it."""

    folder: Path
    account: Account
    binaries: Binaries
    password: str


def cluster_in(data: Path) -> Cluster:
    """The cluster of this data folder, made when there is none yet."""
    folder = private_folder(data) / "postgres"
    account = Account.for_cluster(folder)
    home = _home(data, account, folder)
    binaries = binaries_for(folder).within_reach_of(account, copies=home)
    cluster = Cluster(folder, account, binaries, kept_secret(data / "postgres.password"))
    if not (folder / "PG_VERSION").exists():
        _make(cluster, home)
    return replace(cluster, folder=folder.resolve())  # its account may not be able to follow a link


def _home(data: Path, account: Account, folder: Path) -> Path:
    """The folder that holds the cluster: the data folder, unless its account cannot get there."""
    if folder.exists():
        return folder.resolve().parent
    if account.is_another:
        _let_in(account, data)
    if account.can_enter(data):
        return data
    return _home_elsewhere()


def _let_in(account: Account, data: Path) -> None:
    """Root's data folder opens for the group of the database's account, to pass, not to list."""
    _chgrp(data, account.gid)
    data.chmod(ENTERED_BY_GROUP)


def _chgrp(path: Path, gid: int) -> None:
    shutil.chown(path, group=gid)


def _home_elsewhere() -> Path:
    """A folder outside, for data folders in places such as /root that nobody else may enter."""
    home = SHARED_HOME / secrets.token_hex(4)
    home.mkdir(parents=True)
    for folder in (SHARED_HOME, home):
        folder.chmod(ENTERED_BY_ALL)  # whatever the umask made of them
    return home


def _make(cluster: Cluster, home: Path) -> None:
    """Make the cluster under another name first: one cut short is never taken for a whole one."""
    draft = home / "postgres.new"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    cluster.account.own(draft)
    _initdb(cluster, draft)
    final = home / "postgres"
    draft.rename(final)
    if final != cluster.folder:
        cluster.folder.symlink_to(final)


def _initdb(cluster: Cluster, folder: Path) -> None:
    with tempfile.NamedTemporaryFile("w", prefix="helpwell-") as password:
        password.write(cluster.password)
        password.flush()
        cluster.account.own(Path(password.name))
        answer = subprocess.run(
            [
                cluster.binaries.initdb,
                f"--pgdata={folder}",
                f"--pwfile={password.name}",
                f"--username={ROLE}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--data-checksums",
                "--no-instructions",
                *_locale(cluster.binaries),
            ],
            check=False,
            cwd="/",
            capture_output=True,
            text=True,
            **cluster.account.popen(),
        )
    if answer.returncode:
        raise DatabaseUnavailable(
            f"The database could not be made in {folder}: {_last_line(answer.stderr)}"
        )


def _locale(binaries: Binaries) -> list[str]:
    """Sorting by code point with Unicode's letters, the same on every machine."""
    if binaries.major >= BUILTIN_LOCALE_SINCE:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C", "--lc-ctype=C.UTF-8"]


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it did not say why."
