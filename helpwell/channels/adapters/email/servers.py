"""Which server carries an inbox's mail, and how it is spoken to."""

import ssl
from dataclasses import dataclass, field
from typing import Protocol

from django.conf import settings

from helpwell.channels.models import Inbox

TLS, STARTTLS, NONE = Inbox.Security.TLS, Inbox.Security.STARTTLS, Inbox.Security.NONE


@dataclass(frozen=True)
class Server:
    """A mail server and how to sign in to it; no `user` means that it asks for none."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = ""

    def __str__(self) -> str:
        return f"{self.host}, port {self.port}"


class Incoming(Protocol):
    """Where mail is fetched: an inbox, or a form that would become one."""

    imap_host: str
    imap_port: int
    imap_security: str
    imap_user: str
    imap_password: str
    imap_folder: str


class Outgoing(Protocol):
    """Where answers leave: an inbox, or a form that would become one."""

    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    smtp_password: str


def incoming_of(inbox: Incoming) -> Server:
    """The server an inbox's mail is fetched from."""
    return Server(
        inbox.imap_host,
        inbox.imap_port,
        inbox.imap_security,
        inbox.imap_user,
        inbox.imap_password,
        inbox.imap_folder or "INBOX",
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
        )
    relay = settings.HELPWELL.smtp_relay
    return Server(relay[0], relay[1], NONE) if relay else None


def trust() -> ssl.SSLContext:
    """Certificates are verified against what this machine trusts (SSL_CERT_FILE adds to it)."""
    return ssl.create_default_context()
