"""Which inbox takes the mail for an address, known without asking the database every time."""

import threading
import time
from collections.abc import Iterator

from django.db import connection

from helpwell.channels.models import Inbox

FRESH_SECONDS = 2.0


class Directory:
    """The active inboxes by address; what it does not know it looks up."""

    def __init__(self) -> None:
        self._inboxes: dict[str, Inbox] = {}
        self._read_at = float("-inf")
        self._reading = threading.Lock()

    def known(self, address: str) -> Inbox | None:
        """The inbox for `address` if that was read a moment ago."""
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            return None
        return self._among(address)

    def find(self, address: str) -> Inbox | None:
        """The inbox for `address`, by asking the database."""
        asked_at = time.monotonic()
        with self._reading:
            if self._read_at < asked_at:  # nobody read it while we waited
                self._inboxes = _active()
                self._read_at = time.monotonic()
        return self._among(address)

    def _among(self, address: str) -> Inbox | None:
        found = (self._inboxes.get(spelling) for spelling in spellings(address))
        return next((inbox for inbox in found if inbox), None)


def _active() -> dict[str, Inbox]:
    try:
        return {inbox.address.lower(): inbox for inbox in Inbox.objects.filter(is_active=True)}
    finally:
        connection.close()  # back to the pool


def spellings(address: str) -> Iterator[str]:
    """The address in small letters, then without its last +tag, then without the one before."""
    local, at, domain = address.strip().lower().rpartition("@")
    yield f"{local}{at}{domain}"
    while "+" in local:
        local = local.rpartition("+")[0]
        yield f"{local}{at}{domain}"
