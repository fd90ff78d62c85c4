"""The SMTP and LMTP conversations in which a mail server hands us its mail."""

import asyncio
import logging
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session, syntax
from django.db import Error as DatabaseError

from helpwell.channels.actions.accepting import Arrival
from helpwell.channels.adapters.email.answers import (
    GONE,
    MOST_BYTES,
    MOST_RECIPIENTS,
    NO_DATABASE,
    TAKEN,
    TOO_LARGE,
    TOO_MANY,
    TOO_MANY_CONNECTIONS,
    TROUBLE,
    UNKNOWN,
)
from helpwell.channels.adapters.email.content import TooLarge, content_from
from helpwell.channels.adapters.email.directory import Directory
from helpwell.channels.adapters.email.storeroom import Storeroom
from helpwell.channels.models import Inbox

log = logging.getLogger(__name__)

LARGE = 1024 * 1024
LARGE_AT_ONCE = 4  # so that large mails in hand never fill the memory
SILENCE_SECONDS = 120.0
PROGRESS_BYTES = 64 * 1024  # at least so much must come every SILENCE_SECONDS
COMMANDS = {"*": 100, "MAIL": 5000, "RCPT": 100_000, "DATA": 5000, "RSET": 5000, "NOOP": 500}


class Reception:
    """What every conversation shares: who is known here, and where mail is stored."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self.storeroom = Storeroom(threads)
        self.large = asyncio.Semaphore(LARGE_AT_ONCE)
        self.conversations: set[Conversation] = set()
        self.in_hand = 0
        self._directory = Directory(threads)

    async def inbox_for(self, address: str) -> Inbox | None:
        """The inbox that takes mail for `address`; raises when the database is away."""
        return await self._directory.inbox_for(address)

    async def handle_RCPT(  # noqa: N802 - the library calls it so
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take only recipients that have an inbox here."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        if await self.inbox_for(address) is None:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_exception(self, error: Exception) -> str:
        """Every trouble of ours is temporary for the sender."""
        if isinstance(error, DatabaseError):
            return NO_DATABASE
        log.error("trouble while taking mail", exc_info=error)
        return TROUBLE


class Conversation(SMTP):
    """One SMTP connection; commands are the library's, the mail itself is read by us."""

    line_length_limit = 64 * 1024

    def __init__(
        self, reception: Reception, *, hostname: str, tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(
            reception,
            data_size_limit=MOST_BYTES,
            enable_SMTPUTF8=True,
            hostname=hostname,
            ident="Helpwell",
            timeout=SILENCE_SECONDS,
            command_call_limit=COMMANDS,
            auth_exclude_mechanism=("LOGIN", "PLAIN"),
            tls_context=tls,
            loop=asyncio.get_running_loop(),
        )
        self.reception = reception

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.reception.conversations.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.reception.conversations.discard(self)
        super().connection_lost(error)

    def eof_received(self) -> bool:
        """Whoever stops talking is gone: the library would keep the connection half open."""
        super().eof_received()
        return False

    def hang_up(self) -> None:
        """End the connection at once."""
        if self.transport:
            cast(asyncio.WriteTransport, self.transport).abort()

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - the library calls it so
        """Read a mail and answer when it is stored."""
        assert self.envelope is not None
        if arg or not self.envelope.rcpt_tos:
            await self.push("501 Syntax: DATA" if arg else "503 5.5.1 Name a recipient first")
            return
        await self.push("354 End the mail with a line that has only a dot")
        self.reception.in_hand += 1
        try:
            await self._take(self.envelope)
        finally:
            self.reception.in_hand -= 1
        self._set_post_data_state()  # type: ignore[no-untyped-call]

    async def _take(self, envelope: Envelope) -> None:
        try:
            async with Room(self.reception.large, self._reset_timeout) as room:
                raw = await content_from(self._reader, most=MOST_BYTES, on_progress=room.grow)
                self._reset_timeout(5 * SILENCE_SECONDS)
                await self._answer(envelope, await self._store(envelope, raw))
        except TooLarge as refusal:
            await self._answer(envelope, dict.fromkeys(envelope.rcpt_tos, TOO_LARGE))
            if not refusal.is_over and self.transport:
                self.transport.close()

    async def _store(self, envelope: Envelope, raw: bytes) -> dict[str, str]:
        """Store for every inbox once; an answer for each recipient."""
        sender = (envelope.mail_from or "").strip("<>")
        inboxes = {a: await self.reception.inbox_for(a) for a in dict.fromkeys(envelope.rcpt_tos)}
        arrivals = [Arrival(i, raw, sender, a) for i, a in _handed_in_for(inboxes).items()]
        answers = await asyncio.gather(*map(self.reception.storeroom.store, arrivals))
        stored = {a.inbox: answer for a, answer in zip(arrivals, answers, strict=True)}
        return {a: stored[inbox] if inbox else GONE for a, inbox in inboxes.items()}

    async def _answer(self, envelope: Envelope, answers: dict[str, str]) -> None:
        """One answer for all: taken only if everybody's inbox has it; a repeat does no harm."""
        await self.push(next((a for a in answers.values() if a != TAKEN), TAKEN))


class LmtpConversation(Conversation):
    """The same by LMTP (RFC 2033): greeted by LHLO, one answer for each recipient."""

    show_smtp_greeting = False

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802 - the library calls it so
        """The greeting of LMTP."""
        await super().smtp_EHLO(arg)

    async def smtp_HELO(self, arg: str) -> None:  # noqa: N802 - the library calls it so
        """SMTP's greeting has no place here."""
        await self.push("500 5.5.1 This is LMTP; greet with LHLO")

    smtp_EHLO = smtp_HELO  # noqa: N815 - the library calls it so

    async def _answer(self, envelope: Envelope, answers: dict[str, str]) -> None:
        for address in envelope.rcpt_tos:
            await self.push(answers[address])


class Room:
    """Room in memory for one mail: a large one waits until it may grow."""

    def __init__(self, large: asyncio.Semaphore, on_progress: Callable[[], None]) -> None:
        self._large = large
        self._on_progress = on_progress
        self._has_large = False
        self._heard_of = 0

    async def __aenter__(self) -> "Room":
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._has_large:
            self._large.release()

    async def grow(self, received: int) -> None:
        """Hear how much has come: the clock of a sender who keeps sending starts anew."""
        if received - self._heard_of >= PROGRESS_BYTES:
            self._heard_of = received
            self._on_progress()
        if received > LARGE and not self._has_large:
            await self._large.acquire()
            self._has_large = True
            self._on_progress()


def _handed_in_for(inboxes: dict[str, Inbox | None]) -> dict[Inbox, str]:
    """For each inbox the address that says most: the longest, as a signed one is."""
    addresses: dict[Inbox, str] = {}
    for address, inbox in inboxes.items():
        if inbox and len(address) > len(addresses.get(inbox, "")):
            addresses[inbox] = address
    return addresses


class Busy(asyncio.Protocol):
    """The answer to one connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.WriteTransport, transport).write(f"{TOO_MANY_CONNECTIONS}\r\n".encode())
        transport.close()
