"""A recording SMTP server: keeps every mail with its envelope, and answers as it is told."""

import asyncio
import base64
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from helpwell.channels.tests.certificates import certificate

NOTICES = {"RET", "ENVID", "NOTIFY", "ORCPT"}
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
    about each mail for `seconds`. `offers` are further extensions; what is asked by DSN (RFC 3461)
    is kept in `notices`. At the command `hangs_at` it falls silent.
    """

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    to_recipients: dict[str, str] = field(default_factory=dict)
    to_senders: list[str] = field(default_factory=list)
    to_data: list[Deed] = field(default_factory=list)
    connections: int = 0
    seconds: float = 0.0
    tokens: Callable[[str], bool] | None = None
    offers: list[str] = field(default_factory=list)
    notices: list[dict[str, str | bool]] = field(default_factory=list)
    hangs_at: str = ""

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> AuthResult:  # noqa: N802 - likewise
        """Sign-in by token; a no is explained first, and the client says that it has read it."""
        said = base64.b64decode(args[1]).decode() if len(args) > 1 else ""
        token = said.partition("auth=Bearer ")[2].strip("\1")
        if self.tokens and said.startswith("user=") and self.tokens(token):
            return AuthResult(success=True)
        reason = base64.b64encode(b'{"status":"400","schemes":"Bearer"}').decode()
        await server.push(f"334 {reason}")
        await server._reader.readline()
        return AuthResult(success=False, handled=False, message="535 5.7.8 Not accepted")

    async def handle_EHLO(  # noqa: N802 - the library calls it so
        self, server: Any, session: Any, envelope: Any, hostname: str, answers: list[str]
    ) -> list[str]:
        self.connections += session.host_name is None
        session.host_name = hostname
        await self._hang("EHLO")
        return [answers[0], *(f"250-{name}" for name in self.offers), *answers[1:]]

    async def handle_MAIL(  # noqa: N802 - the library calls it so
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        await self._hang("MAIL")
        if self.to_senders:
            return self.to_senders.pop(0)
        envelope.mail_from = address
        envelope.mail_options = options
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the library calls it so
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        await self._hang("RCPT")
        if address in self.to_recipients:
            return self.to_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library calls it so
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        await self._hang("DATA")
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

    async def _hang(self, command: str) -> None:
        if self.hangs_at == command:
            await asyncio.sleep(30)


class Listening(SMTP):
    """The library's server, which also understands requests for delivery notices."""

    def _getparams(self, params: Sequence[str]) -> dict[str, str | bool] | None:  # type: ignore[override]
        found = super()._getparams(params)
        asked = {key: found.pop(key) for key in NOTICES & (found or {}).keys()} if found else {}
        if asked:
            self.event_handler.notices.append(asked)
        return found


class ListeningController(Controller):
    """Runs `Listening`."""

    def factory(self) -> SMTP:
        """One server a connection."""
        return Listening(self.handler, **self.SMTP_kwargs)


@contextmanager
def sink_server(
    *,
    tls: bool = False,
    login: tuple[str, str] | None = None,
    tokens: Callable[[str], bool] | None = None,
    most_bytes: int = 2**25,
) -> Iterator[Sink]:
    """A sink that lives as long as the block; with `tls` it offers STARTTLS, with `login` it asks
    for this user name and password, with `tokens` for a token that it says yes to. A mail has at
    most `most_bytes`."""
    sink = Sink(port=_free_port(), tokens=tokens)
    controller = ListeningController(
        sink,
        hostname="127.0.0.1",
        port=sink.port,
        enable_SMTPUTF8=True,
        tls_context=_tls_context() if tls else None,
        require_starttls=tls,
        data_size_limit=most_bytes,
        auth_required=bool(login or tokens),
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
