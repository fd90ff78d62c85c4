"""A recording SMTP server: keeps every mail with its envelope, and answers as it is told."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from helpwell.channels.tests.certificates import certificate

Deed = str | Literal["cut", "hang", "take and cut"]


@dataclass
class Mail:
    """A mail as it came over the wire."""

    sender: str
    recipients: list[str]
    raw: bytes
    options: list[str]


@dataclass
class Sink:
    """Takes everything unless told otherwise.

    `to_recipients` maps an address to the answer it gets; `to_senders` and `to_data` are answers
    for the next mails, in order: a reply line, or to cut, to hang, to take it and cut. It thinks
    about each mail for `seconds`.
    """

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    to_recipients: dict[str, str] = field(default_factory=dict)
    to_senders: list[str] = field(default_factory=list)
    to_data: list[Deed] = field(default_factory=list)
    connections: int = 0
    seconds: float = 0.0

    async def handle_EHLO(  # noqa: N802 - the library calls it so
        self, server: Any, session: Any, envelope: Any, hostname: str, answers: list[str]
    ) -> list[str]:
        self.connections += session.host_name is None
        session.host_name = hostname
        return answers

    async def handle_MAIL(  # noqa: N802 - the library calls it so
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.to_senders:
            return self.to_senders.pop(0)
        envelope.mail_from = address
        envelope.mail_options = options
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the library calls it so
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.to_recipients:
            return self.to_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library calls it so
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        deed = self.to_data.pop(0) if self.to_data else f"250 OK queued as {len(self.mails) + 1}"
        await asyncio.sleep(self.seconds)
        if deed == "hang":
            await asyncio.sleep(30)
        if deed.startswith("2") or deed == "take and cut":
            self.mails.append(
                Mail(envelope.mail_from, envelope.rcpt_tos, envelope.content, envelope.mail_options)
            )
        if deed.endswith("cut"):
            server.transport.abort()
        return deed


@contextmanager
def sink_server(*, tls: bool = False, login: tuple[str, str] | None = None) -> Iterator[Sink]:
    """A sink that lives as long as the block; with `tls` it offers STARTTLS, with `login` it asks
    for this user name and password."""
    sink = Sink(port=_free_port())
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=sink.port,
        enable_SMTPUTF8=True,
        tls_context=_tls_context() if tls else None,
        require_starttls=tls,
        auth_required=login is not None,
        authenticator=lambda *a: AuthResult(success=_matches(a[-1], login), handled=False),
    )
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


def _matches(given: Any, login: tuple[str, str] | None) -> bool:
    assert isinstance(given, LoginPassword)
    return login is not None and (given.login.decode(), given.password.decode()) == login


def _tls_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate())
    return context


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
