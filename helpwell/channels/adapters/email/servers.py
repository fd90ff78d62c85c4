"""Which server carries an inbox's mail, and how it is spoken to."""

import ssl
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from django.conf import settings

from helpwell.channels.models import Inbox

TLS, STARTTLS, NONE = Inbox.Security.TLS, Inbox.Security.STARTTLS, Inbox.Security.NONE


@dataclass(frozen=True)
class Server:
    """A mail server and how to sign in to it; no `user` means that it asks for none, and a `grant`
    (its key) that its owner's consent stands for the password."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = ""
    protocol: str = Inbox.Protocol.IMAP
    after: str = Inbox.AfterFetch.KEEP
    moves_to: str = ""
    since: date | None = None
    grant: int | None = None

    def __str__(self) -> str:
        return f"{self.host}, port {self.port}"


class Incoming(Protocol):
    """Where mail is fetched: an inbox, or a form that would become one."""

    grant_id: int | None
    fetch_protocol: str
    fetch_host: str
    fetch_port: int
    fetch_security: str
    fetch_user: str
    fetch_password: str
    fetch_folder: str
    fetch_after: str
    fetch_moves_to: str
    fetch_since: date | None


class Outgoing(Protocol):
    """Where answers leave: an inbox, or a form that would become one."""

    grant_id: int | None
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    smtp_password: str


def incoming_of(inbox: Incoming) -> Server:
    """The server an inbox's mail is fetched from."""
    return Server(
        inbox.fetch_host,
        inbox.fetch_port,
        inbox.fetch_security,
        inbox.fetch_user,
        inbox.fetch_password,
        inbox.fetch_folder or "INBOX",
        protocol=inbox.fetch_protocol,
        after=inbox.fetch_after,
        moves_to=inbox.fetch_moves_to,
        since=inbox.fetch_since,
        grant=inbox.grant_id,
    )


def outgoing_of(inbox: Outgoing) -> Server | None:
    """The server an inbox's answers leave by: its own, else this installation's relay, or none."""
    if inbox.smtp_host:
        return Server(
            inbox.smtp_host,
            inbox.smtp_port,
            inbox.smtp_security,
            inbox.smtp_user,
            inbox.smtp_password,
            grant=inbox.grant_id,
        )
    relay = settings.HELPWELL.smtp_relay
    return Server(relay[0], relay[1], NONE) if relay else None


def trust() -> ssl.SSLContext:
    """Certificates are verified against what this machine trusts (SSL_CERT_FILE adds to it)."""
    return ssl.create_default_context()
