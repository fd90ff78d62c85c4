"""What every test has: no network, quick passwords, a place of its own for files."""

import ipaddress
import socket
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache

_numbers = count(1)
QUICK = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "SECURE_HSTS_SECONDS": 0,
}
PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


class NetworkIsBlocked(RuntimeError):  # noqa: N818 - named by the state
    """A test tried to reach something outside this machine."""


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Sockets reach this machine only: a test that needs the world is no test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


@pytest.fixture(autouse=True)
def _a_house_of_its_own(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files in a folder of this test's, static files without their fingerprints."""
    folder = tmp_path_factory.getbasetemp() / "files" / str(next(_numbers))
    settings.STORAGES = {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": folder}},
        "staticfiles": PLAIN_FILES,
    }
    for name, value in QUICK.items():
        setattr(settings, name, value)
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _standing_roles(request: pytest.FixtureRequest) -> None:
    """The roles that a new house has: a test with real transactions leaves none behind."""
    if not request.node.get_closest_marker("django_db"):
        return
    request.getfixturevalue("_django_db_helper")
    roles = import_module("helpwell.accounts.actions")
    standing = import_module("helpwell.accounts.standing_roles").STANDING_ROLES
    for key in standing:
        roles.standing_role(key)


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not _is_here(str(address[0])):
            raise NetworkIsBlocked(
                f"A test wants to reach {address[0]}. Use something alike on 127.0.0.1."
            )
        return connect(self, address)

    return guarded


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host in ("", "localhost")
