"""The folder for sent mail in a mailbox: each answer is there once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from helpwell.channels.adapters.email import mailbox
from helpwell.channels.adapters.email.sentences import NoFolder
from helpwell.channels.adapters.email.servers import Server

TROUBLE = mailbox.EXPECTED


class SentFolder:
    """An open folder to which mails are added, marked as read."""

    def __init__(self, client: IMAPClient, name: str) -> None:
        self._client = client
        self._name = name

    def keep(self, raw: bytes, *, message_id: str, at: datetime) -> None:
        """Add a mail, unless its Message-ID is there: the mail server may have put it there, or we
        before we were killed."""
        if not self._client.search(["HEADER", "Message-ID", message_id]):
            self._client.append(self._name, raw, flags=[SEEN], msg_time=at)


@contextmanager
def sent_folder(server: Server, name: str) -> Iterator[SentFolder]:
    """The folder `name` of a mailbox; raises NoFolder where there is none of that name."""
    client = mailbox.connect(server)
    try:
        _open(client, name)
        yield SentFolder(client, name)
    finally:
        mailbox.hang_up(client)


def _open(client: IMAPClient, name: str) -> None:
    try:
        client.select_folder(name, readonly=True)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        names = mailbox.folders(client)
        if name in names:
            raise
        raise NoFolder(name, names) from None
