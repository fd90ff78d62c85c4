"""Fetching mailboxes: one thread keeps each of them empty of news."""

import logging
import threading

from django.db import Error as DatabaseError
from django.db import connection
from django.utils.translation import gettext as _

from helpwell.channels.actions.fetching import begin, note_fetch_trouble, note_fetched
from helpwell.channels.adapters.email import mailbox
from helpwell.channels.adapters.email.catching_up import catch_up
from helpwell.channels.adapters.email.sentences import explain
from helpwell.channels.adapters.email.servers import Server, incoming_of
from helpwell.channels.adapters.email.waiting import wait_for_news
from helpwell.channels.models import Inbox
from helpwell.core.errors import Refused

log = logging.getLogger(__name__)
LOOK_SECONDS = 3.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 300.0


def serve(stop: threading.Event) -> None:
    """Keep a fetcher for every inbox that wants one, until `stop`; changed settings take effect
    at once."""
    fetchers: dict[int, Fetcher] = {}
    try:
        while not stop.is_set():
            look(fetchers)
            stop.wait(LOOK_SECONDS)
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


def _wanted() -> dict[int, Server]:
    try:
        active = Inbox.objects.filter(is_active=True).exclude(imap_host="")
        return {inbox.pk: incoming_of(inbox) for inbox in active}
    finally:
        connection.close()  # back to the pool


class Fetcher(threading.Thread):
    """Stays connected to one mailbox; after trouble it tries again with growing pauses."""

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
                self._stay()
            except Exception as error:
                self._note(error)
                self.leave.wait(pause_after(self._failures))
            finally:
                connection.close()

    def _stay(self) -> None:
        """Connect and fetch whatever comes; it returns when told to leave and raises on trouble."""
        inbox = Inbox.objects.get(pk=self._inbox_id)
        client = mailbox.connect(self.server)
        try:
            folder = mailbox.open_folder(client, self.server)
            begin(inbox, validity=folder.get(b"UIDVALIDITY", 0))
            quiet_rounds = 0
            while not self.leave.is_set():
                found = catch_up(client, inbox, stop=self.leave)
                note_fetched(inbox)
                connection.close()  # waiting holds none of the pool
                self._failures = 0
                quiet_rounds = 0 if found else quiet_rounds + 1
                wait_for_news(client, quiet_rounds=quiet_rounds, stop=self.leave)
        finally:
            mailbox.hang_up(client)

    def _note(self, error: Exception) -> None:
        """Write the trouble down, unless it is the first after all went well: servers hang up now
        and then, and the next try succeeds."""
        self._failures += 1
        if self._failures == 1 and isinstance(error, mailbox.HUNG_UP):
            return
        if not isinstance(error, mailbox.EXPECTED):
            log.error("fetching inbox %s failed", self._inbox_id, exc_info=error)
        try:
            note_fetch_trouble(Inbox(pk=self._inbox_id), self._sentence(error))
        except DatabaseError:
            log.warning("inbox %s: %s", self._inbox_id, self._sentence(error))

    def _sentence(self, error: Exception) -> str:
        if isinstance(error, Refused):
            return str(error)
        if isinstance(error, DatabaseError):
            return _("The database was away. Nothing is lost: the mail waits in the mailbox.")
        return explain(error, self.server)


def pause_after(failures: int) -> float:
    """Seconds until the next try: 1, 2, 4 … up to five minutes."""
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 16))
