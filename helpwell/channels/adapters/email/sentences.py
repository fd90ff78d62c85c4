"""What went wrong with a mail server, in a sentence that says what to do next."""

import imaplib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from imapclient.exceptions import CapabilityError, LoginError

from helpwell.channels.adapters.email.servers import Server
from helpwell.core.text import one_line

LONGEST_QUOTE = 300
PRINTED_BYTES = re.compile(r"\Ab(['\"])(.*)\1\Z", re.DOTALL)  # as a library gives them on


class NoFolder(Exception):  # noqa: N818 - named by the state
    """The mailbox lacks the folder; `folders` are those it has."""

    def __init__(self, folders: list[str]) -> None:
        super().__init__()
        self.folders = folders


class NoStartTls(Exception):  # noqa: N818 - named by the state
    """STARTTLS was chosen and the server does not offer it."""


def explain(error: BaseException, server: Server) -> str:
    """The sentence for `error`, met while talking to `server`."""
    for kind, sentence in SENTENCES:
        if isinstance(error, kind):
            return sentence(error, server)
    return _("The server %(server)s gave trouble: %(said)s") % {
        "server": server,
        "said": quoted(error),
    }


def quoted(said: object) -> str:
    """What a server said, on one line and not too long."""
    if isinstance(said, Exception):
        said = said.args[-1] if said.args else type(said).__name__
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    text = PRINTED_BYTES.sub(r"\2", text)
    return one_line(text).rstrip(".")[:LONGEST_QUOTE]


def _unknown_name(_error: Any, server: Server) -> str:
    return _("There is no server called “%(host)s”. Check its name.") % {"host": server.host}


def _closed_port(_error: Any, server: Server) -> str:
    return _(
        "Nobody answers at %(server)s. Check the port, and that no firewall is in between."
    ) % {"server": server}


def _too_slow(_error: Any, server: Server) -> str:
    return _(
        "The server %(server)s did not answer in time. Check the port and any firewall; "
        "it is tried again by itself."
    ) % {"server": server}


def _untrusted(error: ssl.SSLCertVerificationError, server: Server) -> str:
    return _(
        "The certificate of %(server)s is not trusted: %(said)s. Use the name the certificate was "
        "made for, or have it renewed."
    ) % {"server": server, "said": error.verify_message or quoted(error)}


def _no_tls(_error: Any, server: Server) -> str:
    return _(
        "The server %(server)s does not speak TLS there. Usual pairs are TLS with port 993 or 465, "
        "and STARTTLS with port 143 or 587."
    ) % {"server": server}


def _no_starttls(_error: Any, server: Server) -> str:
    return _(
        "The server %(server)s offers no STARTTLS. Choose TLS (port 993 or 465), so that the "
        "password stays secret."
    ) % {"server": server}


def _wrong_password(error: Any, server: Server) -> str:
    said = error.smtp_error if isinstance(error, smtplib.SMTPAuthenticationError) else error
    return _(
        "The server %(host)s refused the user name or the password (%(said)s). Type them anew; "
        "with two-step sign-in an app password is needed."
    ) % {"host": server.host, "said": quoted(said)}


def _no_folder(error: NoFolder, _server: Server) -> str:
    return _("The mailbox has no folder called “%(folder)s”. It has: %(folders)s.") % {
        "folder": _server.folder,
        "folders": ", ".join(error.folders[:20]),
    }


def _hung_up(_error: Any, server: Server) -> str:
    return _("The server %(server)s ended the connection. It is tried again by itself.") % {
        "server": server
    }


def _said(error: smtplib.SMTPResponseException, server: Server) -> str:
    return _("The server %(server)s said: %(code)s %(said)s") % {
        "server": server,
        "code": error.smtp_code,
        "said": quoted(error.smtp_error),
    }


def _no_password_method(_error: Any, server: Server) -> str:
    return _(
        "The server %(server)s takes no password in this way. Choose TLS or STARTTLS, or leave the "
        "user name empty if it needs none."
    ) % {"server": server}


# The first that fits speaks; so the special ones stand before the general ones.
SENTENCES: tuple[tuple[type[BaseException], Callable[[Any, Server], str]], ...] = (
    (NoFolder, _no_folder),
    (NoStartTls, _no_starttls),
    (LoginError, _wrong_password),
    (smtplib.SMTPAuthenticationError, _wrong_password),
    (smtplib.SMTPNotSupportedError, _no_password_method),
    (CapabilityError, _no_password_method),
    (smtplib.SMTPResponseException, _said),
    (smtplib.SMTPServerDisconnected, _hung_up),
    (socket.gaierror, _unknown_name),
    (ConnectionRefusedError, _closed_port),
    (ssl.SSLCertVerificationError, _untrusted),
    (ssl.SSLEOFError, _hung_up),
    (ssl.SSLError, _no_tls),
    (TimeoutError, _too_slow),
    (ConnectionError, _hung_up),
    (imaplib.IMAP4.abort, _hung_up),
)
