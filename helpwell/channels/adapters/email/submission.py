"""A connection to an SMTP server, signed in and ready to take mail."""

import base64
import smtplib

from helpwell.channels.adapters.email.sentences import NoStartTls
from helpwell.channels.adapters.email.servers import STARTTLS, TLS, Server, trust

CONNECTING_SECONDS = 20
ANSWERING_SECONDS = 120  # a server may look at a mail for a while before it says yes


def connect(server: Server) -> smtplib.SMTP:
    """Connect, secure as chosen, and sign in; STARTTLS that is not offered is an error."""
    connection = reach(server)
    try:
        secure(connection, server)
        sign_in(connection, server)
    except BaseException:
        connection.close()
        raise
    return connection


def reach(server: Server) -> smtplib.SMTP:
    """Connect and greet."""
    if server.security == TLS:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=CONNECTING_SECONDS, context=trust()
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=CONNECTING_SECONDS)
    connection.ehlo_or_helo_if_needed()
    return connection


def secure(connection: smtplib.SMTP, server: Server) -> None:
    """Switch to TLS where STARTTLS was chosen."""
    if server.security == STARTTLS:
        if not connection.has_extn("starttls"):
            raise NoStartTls
        connection.starttls(context=trust())
        connection.ehlo_or_helo_if_needed()


def sign_in(connection: smtplib.SMTP, server: Server) -> None:
    """Give user name and password, if there are any."""
    methods = connection.esmtp_features.get("auth", "").upper().split()
    if server.user and "PLAIN" in methods:
        _sign_in_plainly(connection, server)
    elif server.user:
        connection.login(server.user, server.password)
    if connection.sock:
        connection.sock.settimeout(ANSWERING_SECONDS)


def _sign_in_plainly(connection: smtplib.SMTP, server: Server) -> None:
    """AUTH PLAIN (RFC 4616) in UTF-8, which the library's own login cannot do; one try only, since
    servers hang up on a second."""
    secret = base64.b64encode(f"\0{server.user}\0{server.password}".encode()).decode()
    code, answer = connection.docmd("AUTH", f"PLAIN {secret}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, answer)
