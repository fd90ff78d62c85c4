"""Fetching an IMAP mailbox: stay connected, catch up, wait for news."""

import threading
from collections.abc import Callable

from helpwell.channels.actions.fetching import begin
from helpwell.channels.adapters.email import mailbox
from helpwell.channels.adapters.email.afterwards import Afterwards
from helpwell.channels.adapters.email.catching_up import catch_up
from helpwell.channels.adapters.email.servers import Server
from helpwell.channels.adapters.email.waiting import wait_for_news
from helpwell.channels.models import Inbox


def keep_empty(
    inbox: Inbox, server: Server, *, leave: threading.Event, went_well: Callable[[str], None]
) -> None:
    """Fetch whatever comes, until told to leave; it raises on trouble."""
    client = mailbox.connect(server)
    try:
        folder = mailbox.open_folder(client, server)
        begin(inbox, validity=folder.get(b"UIDVALIDITY", 0))
        afterwards = Afterwards(client, server)
        quiet_rounds = 0
        while not leave.is_set():
            found = catch_up(client, inbox, stop=leave, afterwards=afterwards)
            went_well(afterwards.trouble)
            quiet_rounds = 0 if found else quiet_rounds + 1
            wait_for_news(client, quiet_rounds=quiet_rounds, stop=leave)
    finally:
        mailbox.hang_up(client)
