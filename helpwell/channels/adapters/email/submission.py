"""A connection to an SMTP server, signed in and ready to take mail."""

import base64
import smtplib

from helpwell.channels.actions import granting
from helpwell.channels.adapters.email.consent.errors import ConsentTrouble
from helpwell.channels.adapters.email.sentences import ConsentNotTaken, NoStartTls
from helpwell.channels.adapters.email.servers import STARTTLS, TLS, Server, trust

CONNECTING_SECONDS = 20
ANSWERING_SECONDS = 120  # a server may look at a mail for a while before it says yes
TROUBLE = (OSError, smtplib.SMTPException, NoStartTls, ConsentNotTaken, ConsentTrouble)


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
    """Give user name and password, if there are any, or what the owner's consent gave."""
    methods = connection.esmtp_features.get("auth", "").upper().split()
    if server.grant is not None:
        _sign_in_by_consent(connection, server)
    elif server.user and "PLAIN" in methods:
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


def _sign_in_by_consent(connection: smtplib.SMTP, server: Server) -> None:
    """AUTH XOAUTH2; a token that was taken back before its time is renewed once."""
    assert server.grant is not None
    token = granting.access_token(server.grant)
    code, answer = _give_token(connection, server, token)
    if code != 235:
        token = granting.access_token(server.grant, other_than=token)
        code, answer = _give_token(connection, server, token)
    if code != 235:
        raise ConsentNotTaken(answer)


def _give_token(connection: smtplib.SMTP, server: Server, token: str) -> tuple[int, bytes]:
    """One try; a server that says no explains it first (334 and JSON) and wants an empty line."""
    secret = base64.b64encode(f"user={server.user}\1auth=Bearer {token}\1\1".encode()).decode()
    code, answer = connection.docmd("AUTH", f"XOAUTH2 {secret}")
    if code == 334:
        code, final = connection.docmd("")
        answer = final or answer
    return code, answer
