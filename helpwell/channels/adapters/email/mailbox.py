"""A connection to a mailbox by IMAP, signed in, with its folder open for reading only."""

from contextlib import suppress
from imaplib import IMAP4

from django.db import Error as DatabaseError
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from helpwell.channels.actions import granting
from helpwell.channels.adapters.email.sentences import ConsentNotTaken, NoFolder, NoStartTls
from helpwell.channels.adapters.email.servers import STARTTLS, TLS, Server, trust
from helpwell.channels.models import Inbox
from helpwell.core.errors import Refused

HUNG_UP = (ConnectionError, TimeoutError, IMAPClientAbortError)
EXPECTED = (
    OSError, IMAPClientError, NoFolder, NoStartTls, ConsentNotTaken, Refused, DatabaseError,
)  # fmt: skip
NO_MAIL = {b"\\Noselect", b"\\NonExistent"}
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
    """Give user name and password, or the token that the owner's consent gave."""
    if server.grant is None:
        _give_password(client, server)
        return
    token = granting.access_token(server.grant)
    try:
        client.oauth2_login(server.user, token)
    except LoginError as refusal:  # the token may have been taken back before its time
        _insist_on_answer(refusal)
        _once_more(client, server, granting.access_token(server.grant, other_than=token))


def _once_more(client: IMAPClient, server: Server, token: str) -> None:
    try:
        client.oauth2_login(server.user, token)
    except LoginError as refusal:
        _insist_on_answer(refusal)
        raise ConsentNotTaken(*refusal.args) from refusal


def _give_password(client: IMAPClient, server: Server) -> None:
    """In UTF-8 where they need it."""
    try:
        if (server.user + server.password).isascii():
            client.login(server.user, server.password)
        else:
            client.plain_login(server.user, server.password)
    except LoginError as refusal:
        _insist_on_answer(refusal)
        raise


def _insist_on_answer(refusal: LoginError) -> None:
    """The library calls it a refusal even when the connection broke."""
    if isinstance(refusal.__context__, IMAPClientAbortError):
        raise refusal.__context__ from None


def open_folder(client: IMAPClient, server: Server) -> dict[bytes, int]:
    """Open the folder, for reading only unless something is to become of the mail in it; what the
    server says of it, such as UIDVALIDITY and EXISTS."""
    try:
        return _select(client, server.folder, readonly=server.after == Inbox.AfterFetch.KEEP)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        names = folders(client)
        if server.folder in names:
            raise
        raise NoFolder(server.folder, names) from None


def _select(client: IMAPClient, folder: str, *, readonly: bool) -> dict[bytes, int]:
    try:
        said: dict[bytes, int] = client.select_folder(folder, readonly=readonly)
    except IMAP4.readonly:  # a kind of abort to the library, though the connection is fine
        said = client.select_folder(folder, readonly=True)
    return said


def folders(client: IMAPClient) -> list[str]:
    """The names of the folders that hold mail, as people read them (RFC 3501, section 5.1.3)."""
    listed = client.list_folders()
    return [str(name) for flags, _separator, name in listed if not NO_MAIL & set(flags)]


def hang_up(client: IMAPClient) -> None:
    """Close the connection, whatever state it is in."""
    with suppress(OSError, IMAPClientError):
        client.shutdown()
