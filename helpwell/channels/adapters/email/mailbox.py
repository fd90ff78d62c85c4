"""A connection to a mailbox by IMAP, signed in, with its folder open for reading only."""

from contextlib import suppress

from django.db import Error as DatabaseError
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from helpwell.channels.adapters.email.sentences import NoFolder, NoStartTls
from helpwell.channels.adapters.email.servers import STARTTLS, TLS, Server, trust
from helpwell.core.errors import Refused

HUNG_UP = (ConnectionError, TimeoutError, IMAPClientAbortError)
EXPECTED = (OSError, IMAPClientError, NoFolder, NoStartTls, Refused, DatabaseError)
TIMEOUTS = SocketTimeout(connect=20, read=60)


def connect(server: Server) -> IMAPClient:
    """Connect, secure as chosen, and sign in; STARTTLS that is not offered is an error."""
    client = reach(server)
    try:
        secure(client, server)
        sign_in(client, server)
    except BaseException:
        hang_up(client)
        raise
    return client


def reach(server: Server) -> IMAPClient:
    """Connect and be greeted."""
    is_tls = server.security == TLS
    return IMAPClient(
        server.host,
        server.port,
        ssl=is_tls,
        ssl_context=trust() if is_tls else None,
        timeout=TIMEOUTS,
    )


def secure(client: IMAPClient, server: Server) -> None:
    """Switch to TLS where STARTTLS was chosen."""
    if server.security == STARTTLS:
        if not client.has_capability("STARTTLS"):
            raise NoStartTls
        client.starttls(trust())


def sign_in(client: IMAPClient, server: Server) -> None:
    """Give user name and password, in UTF-8 where they need it."""
    try:
        if (server.user + server.password).isascii():
            client.login(server.user, server.password)
        else:
            client.plain_login(server.user, server.password)
    except LoginError as refusal:  # the library says so even when the connection broke
        if isinstance(refusal.__context__, IMAPClientAbortError):
            raise refusal.__context__ from None
        raise


def open_folder(client: IMAPClient, server: Server) -> dict[bytes, int]:
    """Open the folder without changing anything in it; what the server says of it, such as
    UIDVALIDITY and EXISTS."""
    try:
        said: dict[bytes, int] = client.select_folder(server.folder, readonly=True)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        folders = [str(name) for _flags, _separator, name in client.list_folders()]
        if server.folder in folders:
            raise
        raise NoFolder(folders) from None
    return said


def hang_up(client: IMAPClient) -> None:
    """Close the connection, whatever state it is in."""
    with suppress(OSError, IMAPClientError):
        client.shutdown()
