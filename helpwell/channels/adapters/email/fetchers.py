"""Fetching mailboxes: one thread keeps each of them empty of news."""

import logging
import poplib
import threading
from datetime import timedelta

from django.db import Error as DatabaseError
from django.db import connection
from django.utils.translation import gettext as _

from helpwell.channels.actions.fetching import note_fetch_trouble, note_fetched
from helpwell.channels.adapters.email import imap, mailbox, pop
from helpwell.channels.adapters.email.sentences import SignInRefused, explain
from helpwell.channels.adapters.email.servers import Server, incoming_of
from helpwell.channels.models import Inbox
from helpwell.core import clock
from helpwell.core.errors import Refused

log = logging.getLogger(__name__)
LOOK_SECONDS = 3.0
SLICE_SECONDS = 0.5  # how long it may take until a stop is noticed
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 300.0
EXPECTED = (*mailbox.EXPECTED, poplib.error_proto, SignInRefused)
VISITS = {Inbox.Protocol.IMAP: imap.keep_empty, Inbox.Protocol.POP3: pop.keep_empty}
_changed = threading.Event()


def look_again() -> None:
    """Settings have changed: look at the inboxes now."""
    _changed.set()


def serve(stop: threading.Event) -> None:
    """Keep a fetcher for every inbox that wants one, until `stop`; changed settings take effect
    at once."""
    fetchers: dict[int, Fetcher] = {}
    try:
        while not stop.is_set():
            _changed.clear()
            look(fetchers)
            _pause(stop)
    finally:
        for fetcher in fetchers.values():
            fetcher.leave.set()
        for fetcher in fetchers.values():
            fetcher.join(timeout=5)


def look(fetchers: dict[int, "Fetcher"]) -> None:
    """Start the fetchers that are missing and end those whose inbox has changed or gone."""
    try:
        wanted = _wanted()
    except DatabaseError as error:
        log.warning("the inboxes cannot be read: %s", error)
        return
    for key, fetcher in list(fetchers.items()):
        if wanted.get(key) != fetcher.server or not fetcher.is_alive():
            fetchers.pop(key).leave.set()
    for key in wanted.keys() - fetchers.keys():
        fetchers[key] = Fetcher(key, wanted[key])
        fetchers[key].start()


def pause_after(failures: int) -> float:
    """Seconds until the next try: 1, 2, 4 … up to five minutes."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 16))


class Fetcher(threading.Thread):
    """Stays with one mailbox; after trouble it tries again with growing pauses."""

    def __init__(self, inbox_id: int, server: Server) -> None:
        super().__init__(name=f"fetcher-{inbox_id}", daemon=True)
        self.server = server
        self.leave = threading.Event()
        self._inbox_id = inbox_id
        self._failures = 0

    def run(self) -> None:
        """Fetch until told to leave."""
        while not self.leave.is_set():
            try:
                self._visit()
            except Exception as error:
                self._note(error)
                self.leave.wait(pause_after(self._failures))
            finally:
                connection.close()

    def _visit(self) -> None:
        inbox = Inbox.objects.get(pk=self._inbox_id)
        keep_empty = VISITS[Inbox.Protocol(self.server.protocol)]
        keep_empty(inbox, self.server, leave=self.leave, went_well=self._went_well)

    def _went_well(self, trouble: str) -> None:
        """Everything there is has been stored; `trouble` is what did not work afterwards."""
        note_fetched(Inbox(pk=self._inbox_id), trouble=trouble)
        connection.close()  # waiting holds none of the pool
        self._failures = 0

    def _note(self, error: Exception) -> None:
        """Write the trouble down, unless it is the first after all went well: servers hang up now
        and then, and the next try succeeds."""
        self._failures += 1
        if self._failures == 1 and isinstance(error, mailbox.HUNG_UP):
            return
        if not isinstance(error, EXPECTED):
            log.error("fetching inbox %s failed", self._inbox_id, exc_info=error)
        next_at = clock.now() + timedelta(seconds=pause_after(self._failures))
        try:
            note_fetch_trouble(Inbox(pk=self._inbox_id), self._sentence(error), next_at=next_at)
        except DatabaseError:
            log.warning("inbox %s: %s", self._inbox_id, self._sentence(error))

    def _sentence(self, error: Exception) -> str:
        if isinstance(error, Refused):
            return str(error)
        if isinstance(error, DatabaseError):
            return _("The database was away. Nothing is lost: the mail waits in the mailbox.")
        return explain(error, self.server)


def _wanted() -> dict[int, Server]:
    try:
        active = Inbox.objects.filter(is_active=True).exclude(fetch_host="")
        return {inbox.pk: incoming_of(inbox) for inbox in active}
    finally:
        connection.close()  # back to the pool


def _pause(stop: threading.Event) -> None:
    """Until the time to look again has come, or somebody asks for it."""
    for _slice in range(int(LOOK_SECONDS / SLICE_SECONDS)):
        if stop.is_set() or _changed.wait(SLICE_SECONDS):
            return
