"""Whose account PostgreSQL runs under: it refuses root, so root lends it to nobody."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

NUMERIC_NOBODY = 65534


class Popen(TypedDict, total=False):
    """The part of a process's start that says who it is."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The user and group a database's files and processes belong to."""

    uid: int
    gid: int

    @classmethod
    def for_cluster(cls, cluster: Path) -> "Account":
        """The owner of an existing cluster, so that it keeps working; else ourselves or nobody."""
        if cluster.exists():
            owner = cluster.stat()
            return cls(owner.st_uid, owner.st_gid)
        return cls.unprivileged()

    @classmethod
    def unprivileged(cls) -> "Account":
        """Ourselves, unless we are root."""
        if os.geteuid():
            return cls(os.geteuid(), os.getegid())
        try:
            nobody = pwd.getpwnam("nobody")
        except KeyError:
            return cls(NUMERIC_NOBODY, NUMERIC_NOBODY)
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def is_another(self) -> bool:
        return self.uid != os.geteuid()

    def popen(self) -> Popen:
        """How to start a process as this account."""
        if not self.is_another:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.is_another:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether this account gets into the folder, judged by trying."""
        return self._passes("-x", folder)

    def can_run(self, program: Path) -> bool:
        return self._passes("-x", program)

    def _passes(self, test: str, path: Path) -> bool:
        if not self.is_another:
            return os.access(path, os.X_OK)
        return (
            subprocess.run(["test", test, path], check=False, cwd="/", **self.popen()).returncode
            == 0
        )
