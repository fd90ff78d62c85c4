"""The mail server that the answers go to, and several who send them at the same time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes

from django.conf import settings
from django.db import connection

from helpwell.channels.actions import send_due
from helpwell.channels.tests.sink import Sink, sink_server
from tests.together.actor import Record

SENDERS = 3
HOLD_SECONDS = 1


@contextmanager
def mail_server(record: Record) -> Iterator[int]:
    """Its port; what it was given is in the record afterwards."""
    settings.UNDO_SEND_SECONDS = HOLD_SECONDS
    with sink_server() as sink:
        yield sink.port
        record.mailed += _told(sink)


@contextmanager
def senders(record: Record) -> Iterator[None]:
    """Several who empty the outbox, as workers of several hosts do."""
    stop = threading.Event()
    threads = [threading.Thread(target=_send, args=(stop, record)) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _send(stop: threading.Event, record: Record) -> None:
    try:
        while not stop.wait(0.2):
            send_due()
    except Exception as error:
        record.trouble(f"a sender failed: {error!r}")
    finally:
        connection.close()


def _told(sink: Sink) -> list[list[str]]:
    return [
        [str(message_from_bytes(mail.raw)["Message-ID"]).strip(), to]
        for mail in sink.mails
        for to in mail.recipients
    ]
