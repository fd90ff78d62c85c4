"""What becomes of a mail in its mailbox once it is stored here: a mark, another folder, its end."""

from collections.abc import Sequence
from itertools import batched

from django.utils.translation import gettext as _
from imapclient import DELETED, SEEN, IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from helpwell.channels.adapters.email.sentences import quoted
from helpwell.channels.adapters.email.servers import Server
from helpwell.channels.models import Inbox

AT_ONCE = 200
MOST_PENDING = 20_000
After = Inbox.AfterFetch


class Afterwards:
    """Does it for one connection; what could not be done is tried again with the next mails.

    Every deed may be repeated: after a cut the same mails are fetched, recognised, and done again.
    """

    def __init__(self, client: IMAPClient, server: Server) -> None:
        self.trouble = ""
        self._client = client
        self._server = server
        self._pending: list[int] = []

    def settle(self, uids: Sequence[int]) -> None:
        """Do it to stored mails; trouble is a sentence in `trouble`, not an error."""
        if self._server.after == After.KEEP:
            return
        waiting, self._pending = [*self._pending, *uids], []
        self.trouble = ""
        for some in batched(waiting, AT_ONCE):
            self._try(some)

    def _try(self, uids: Sequence[int]) -> None:
        try:
            self._do(uids)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as refusal:
            self._pending = [*self._pending, *uids][-MOST_PENDING:]
            self.trouble = self._sentence(refusal)

    def _do(self, uids: Sequence[int]) -> None:
        match self._server.after:
            case After.MARK:
                self._client.add_flags(uids, [SEEN], silent=True)
            case After.MOVE:
                self._move(uids)
            case After.DELETE:
                self._delete(uids)

    def _move(self, uids: Sequence[int]) -> None:
        """At one stroke (RFC 6851) where the server can, else as a copy and an end."""
        if self._client.has_capability("MOVE"):
            self._client.move(uids, self._server.moves_to)
        else:
            self._client.copy(uids, self._server.moves_to)
            self._delete(uids)

    def _delete(self, uids: Sequence[int]) -> None:
        """These and no others (RFC 4315); a server that cannot single them out keeps them marked as
        deleted, since a plain EXPUNGE would take what other people have marked."""
        self._client.add_flags(uids, [DELETED], silent=True)
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge(uids)

    def _sentence(self, refusal: IMAPClientError) -> str:
        words = {
            After.MARK: _("Mail is stored here, but cannot be marked as read there: %(said)s."),
            After.MOVE: _("Mail is stored here, but cannot be moved to “%(folder)s”: %(said)s."),
            After.DELETE: _("Mail is stored here, but cannot be deleted there: %(said)s."),
        }[After(self._server.after)]
        said = words % {"folder": self._server.moves_to, "said": quoted(refusal)}
        rest = _("It stays where it is, and is tried again with the next mail.")
        return f"{said} {rest}"
