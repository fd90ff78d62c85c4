"""Which inbox takes the mail for an address, known without asking the database every time."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import Executor

from django.db import connection

from helpwell.channels.models import Inbox

FRESH_SECONDS = 2.0


class Directory:
    """The active inboxes by address; what it does not know it looks up.

    Whoever asks while it is being read waits for that reading, so that all hear together when the
    database is away instead of one after the other.
    """

    def __init__(self, threads: Executor) -> None:
        self._threads = threads
        self._inboxes: dict[str, Inbox] = {}
        self._read_at = float("-inf")
        self._reading: asyncio.Future[None] | None = None

    async def inbox_for(self, address: str) -> Inbox | None:
        """The inbox for `address`; raises when the database is away."""
        if self._is_fresh and (known := self._among(address)):
            return known
        is_late = self._is_being_read  # such a reading may have missed what was opened just now
        await self._read_together()
        if is_late and not self._among(address):
            await self._read_together()
        return self._among(address)

    async def _read_together(self) -> None:
        if not self._is_being_read:
            loop = asyncio.get_running_loop()
            self._reading = loop.run_in_executor(self._threads, self._read)
        assert self._reading
        await asyncio.shield(self._reading)

    @property
    def _is_being_read(self) -> bool:
        return self._reading is not None and not self._reading.done()

    @property
    def _is_fresh(self) -> bool:
        return time.monotonic() - self._read_at < FRESH_SECONDS

    def _read(self) -> None:
        self._inboxes = _active()
        self._read_at = time.monotonic()

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
