"""Fetching a POP3 mailbox: a short visit every minute, since POP3 lets nobody wait."""

import email.utils
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from helpwell.channels.actions.accepting import Arrival
from helpwell.channels.actions.fetching import set_aside
from helpwell.channels.actions.popping import done_with, forget_gone, keep_together, pass_over
from helpwell.channels.adapters.email import popbox
from helpwell.channels.adapters.email.answers import MOST_BYTES
from helpwell.channels.adapters.email.catching_up import BEGINNING_BYTES, groups_of
from helpwell.channels.adapters.email.popbox import Popbox
from helpwell.channels.adapters.email.servers import Server
from helpwell.channels.models import Inbox

POLL_SECONDS = 60.0
BEGINNING_LINES = 500
DATED = (b"received:", b"date:")


def keep_empty(
    inbox: Inbox, server: Server, *, leave: threading.Event, went_well: Callable[[str], None]
) -> None:
    """Look into the mailbox again and again, until told to leave; it raises on trouble."""
    while not leave.is_set():
        visit(inbox, server, leave=leave)
        went_well("")
        leave.wait(POLL_SECONDS)


def visit(inbox: Inbox, server: Server, *, leave: threading.Event) -> None:
    """Store what is new; delete what is stored, if that was asked for."""
    box = popbox.connect(server)
    try:
        Visit(box, inbox, server).go(leave)
        popbox.hang_up(box)
    finally:
        popbox.drop(box)


class Visit:
    """One session with a mailbox."""

    def __init__(self, box: Popbox, inbox: Inbox, server: Server) -> None:
        self._box = box
        self._inbox = inbox
        self._deletes = server.after == Inbox.AfterFetch.DELETE
        self._numbers = popbox.numbers(box)
        self._uidls = {number: uidl for uidl, number in self._numbers.items()}

    def go(self, leave: threading.Event) -> None:
        """Store what is new, oldest first; a cut costs a repeat and never a mail."""
        known = done_with(self._inbox)
        forget_gone(self._inbox, known.keys() - self._numbers.keys(), there_are=len(self._numbers))
        self._delete(uidl for uidl, is_stored in known.items() if is_stored)
        new = [number for uidl, number in self._numbers.items() if uidl not in known]
        sizes = popbox.sizes(self._box) if new else {}
        wanted = {number: sizes.get(number, 0) for number in self._wanted(new, leave)}
        for group, size in groups_of(wanted):
            if leave.is_set():
                return
            self._store(group, size)

    def _wanted(self, numbers: Iterable[int], leave: threading.Event) -> Iterator[int]:
        """Those that are not older than the inbox wants them."""
        since = self._inbox.fetch_since
        for number in numbers:
            if leave.is_set():
                return
            if since is None or self._day_of(number) >= since:
                yield number
            else:
                pass_over(self._inbox, self._uidls[number])

    def _day_of(self, number: int) -> date:
        """The day a mail came, by the topmost header that tells; the last of days if none does."""
        header = self._box.content(f"TOP {number} 0", most=BEGINNING_BYTES)
        return day_in(header) or date.max

    def _store(self, group: list[int], size: int) -> None:
        if size > MOST_BYTES and len(group) == 1:
            self._set_aside(group[0], size)
            return
        mails = {number: self._content(number) for number in group}
        large = [number for number, raw in mails.items() if len(raw) > MOST_BYTES]
        for number in large:  # the server had said otherwise
            self._set_aside(number, len(mails.pop(number)))
        uidls = [self._uidls[number] for number in mails]
        keep_together([Arrival(self._inbox, raw) for raw in mails.values()], uidls)
        self._delete(uidls)

    def _content(self, number: int) -> bytes:
        return self._box.content(f"RETR {number}", most=MOST_BYTES + 1)

    def _set_aside(self, number: int, size: int) -> None:
        beginning = self._box.content(f"TOP {number} {BEGINNING_LINES}", most=BEGINNING_BYTES)
        sentence = _(
            "This mail has %(size)s MB; up to %(most)s MB are taken. Its beginning is kept here, "
            "the whole stays in the mailbox. Retry opens a ticket from the beginning."
        ) % {"size": round(size / 1024 / 1024), "most": MOST_BYTES // 1024 // 1024}
        set_aside(self._inbox, beginning[:BEGINNING_BYTES], error=sentence)
        pass_over(self._inbox, self._uidls[number])

    def _delete(self, uidls: Iterable[str]) -> None:
        """Mark for deletion, which the server does when we say goodbye."""
        if self._deletes:
            for uidl in uidls:
                if uidl in self._numbers:
                    self._box.dele(self._numbers[uidl])


def day_in(header: bytes) -> date | None:
    """The day in the topmost Received or Date header."""
    for line in _unfolded(header):
        if line.lower().startswith(DATED):
            words = line.partition(b":")[2].rpartition(b";")[2].decode("latin-1").strip()
            try:
                return email.utils.parsedate_to_datetime(words).date()
            except (ValueError, TypeError, IndexError, OverflowError):
                continue
    return None


def _unfolded(header: bytes) -> list[bytes]:
    for fold in (b"\r\n ", b"\r\n\t", b"\n ", b"\n\t"):
        header = header.replace(fold, b" ")
    return header.splitlines()
