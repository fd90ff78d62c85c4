"""What went wrong with a mail server, in a sentence that says what to do next."""

import imaplib
import poplib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from imapclient.exceptions import CapabilityError, LoginError

from helpwell.channels.adapters.email.providers import hint_for
from helpwell.channels.adapters.email.servers import Server
from helpwell.core.errors import Refused
from helpwell.core.text import one_line

LONGEST_QUOTE = 300
NO_CODE = -1  # the library's word for an answer that does not begin as SMTP's do
OTHER_NAME = (62, 64)  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
OUT_OF_DATE = (9, 10)  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
PRINTED_BYTES = re.compile(r"\Ab(['\"])(.*)\1\Z", re.DOTALL)  # as a library gives them on


class NoFolder(Exception):  # noqa: N818 - named by the state
    """The mailbox lacks the folder; `folders` are those it has."""

    def __init__(self, folder: str, folders: list[str]) -> None:
        super().__init__()
        self.folder = folder
        self.folders = folders


class NoStartTls(Exception):  # noqa: N818 - named by the state
    """STARTTLS was chosen and the server does not offer it."""


class PortBlocked(Exception):  # noqa: N818 - named by the state
    """Nothing comes back from a port, not even a no."""


class SignInRefused(Exception):  # noqa: N818 - named by the state
    """The POP3 server does not let this user in with this password."""


class MailboxInUse(ConnectionError):  # noqa: N818 - named by the state
    """Somebody else is reading this POP3 mailbox, or was here a moment ago."""


class ConsentNotTaken(Exception):  # noqa: N818 - named by the state
    """The mail server does not accept what the provider of the consent gave."""


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


def _blocked(_error: Any, server: Server) -> str:
    return _(
        "Nothing comes back from %(server)s: the port is wrong, or a firewall on the way drops it. "
        "Many hosters block mail ports until you ask them."
    ) % {"server": server}


def _no_way(error: OSError, server: Server) -> str:
    return _(
        "There is no way from here to %(server)s (%(said)s). Check this machine’s network."
    ) % {
        "server": server,
        "said": quoted(error),
    }


def _stranger(error: Any, server: Server) -> str:
    return _(
        "What answers at %(server)s is no mail server of this kind (%(said)s). Check server and "
        "port: IMAP is at 993 or 143, POP3 at 995 or 110, SMTP at 465 or 587."
    ) % {"server": server, "said": quoted(error)}


def _untrusted(error: ssl.SSLCertVerificationError, server: Server) -> str:
    said = {"server": server, "host": server.host, "said": error.verify_message or quoted(error)}
    if error.verify_code in OTHER_NAME:
        return (
            _(
                "The certificate of %(server)s was made for another name (%(said)s). Type the name "
                "that your provider gives for its mail server."
            )
            % said
        )
    if error.verify_code in OUT_OF_DATE:
        return (
            _(
                "The certificate of %(server)s is out of date (%(said)s). Have it renewed, or set "
                "this machine’s clock right."
            )
            % said
        )
    return (
        _(
            "The certificate of %(server)s is not trusted: %(said)s. Have one made that everybody "
            "trusts, or name its authority to Helpwell by SSL_CERT_FILE."
        )
        % said
    )


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
    hint = hint_for(server.host) or _(
        "Type them anew; with two-step sign-in an app password is needed."
    )
    refused = _("The server %(host)s refused the user name or the password (%(said)s).") % {
        "host": server.host,
        "said": quoted(said),
    }
    return f"{refused} {hint}"


def _consent_not_taken(error: ConsentNotTaken, server: Server) -> str:
    return _(
        "The server %(host)s does not let %(user)s in, although the permission is good (%(said)s). "
        "The account’s administrator may have to switch on IMAP and authenticated SMTP for this "
        "mailbox; a shared mailbox must be open to whoever connected."
    ) % {"host": server.host, "user": server.user, "said": quoted(error)}


def _no_folder(error: NoFolder, _server: Server) -> str:
    return _("The mailbox has no folder called “%(folder)s”. It has: %(folders)s.") % {
        "folder": error.folder,
        "folders": ", ".join(error.folders[:20]),
    }


def _hung_up(error: Any, server: Server) -> str:
    if "timed out" in str(error):
        return _too_slow(error, server)
    if "unexpected response" in str(error):
        return _stranger(error, server)
    return _("The server %(server)s ended the connection. It is tried again by itself.") % {
        "server": server
    }


def _said(error: smtplib.SMTPResponseException, server: Server) -> str:
    if error.smtp_code == NO_CODE:
        return _stranger(error, server)
    return _("The server %(server)s said: %(code)s %(said)s") % {
        "server": server,
        "code": error.smtp_code,
        "said": quoted(error.smtp_error),
    }


def _pop_said(error: poplib.error_proto, server: Server) -> str:
    return _(
        "The server %(server)s does not answer as POP3 asks (%(said)s). Check the port: POP3 is "
        "usually at 995 with TLS and 110 with STARTTLS."
    ) % {"server": server, "said": quoted(error)}


def _in_use(_error: Any, server: Server) -> str:
    return _(
        "The server %(server)s lets only one program at a time read this mailbox, and another one "
        "does. It is tried again by itself; if it lasts, close the other program or use IMAP."
    ) % {"server": server}


def _no_password_method(_error: Any, server: Server) -> str:
    return _(
        "The server %(server)s takes no password in this way. Choose TLS or STARTTLS, or leave the "
        "user name empty if it needs none."
    ) % {"server": server}


# The first that fits speaks; so the special ones stand before the general ones.
SENTENCES: tuple[tuple[type[BaseException], Callable[[Any, Server], str]], ...] = (
    (Refused, lambda refusal, _server: str(refusal)),
    (ConsentNotTaken, _consent_not_taken),
    (NoFolder, _no_folder),
    (PortBlocked, _blocked),
    (NoStartTls, _no_starttls),
    (LoginError, _wrong_password),
    (SignInRefused, _wrong_password),
    (MailboxInUse, _in_use),
    (smtplib.SMTPAuthenticationError, _wrong_password),
    (smtplib.SMTPNotSupportedError, _no_password_method),
    (CapabilityError, _no_password_method),
    (smtplib.SMTPResponseException, _said),
    (poplib.error_proto, _pop_said),
    (smtplib.SMTPServerDisconnected, _hung_up),
    (socket.gaierror, _unknown_name),
    (ConnectionRefusedError, _closed_port),
    (ssl.SSLCertVerificationError, _untrusted),
    (ssl.SSLEOFError, _hung_up),
    (ssl.SSLError, _no_tls),
    (TimeoutError, _too_slow),
    (ConnectionError, _hung_up),
    (imaplib.IMAP4.abort, _hung_up),
    (OSError, _no_way),
)
