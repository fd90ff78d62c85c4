"""Inboxes on a real mail server, mails for them, and the service that fetches."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from helpwell.channels.adapters.email import fetchers
from helpwell.channels.models import Envelope, Inbox
from helpwell.channels.testing import make_inbox
from helpwell.channels.tests.dovecot import Dovecot


def inbox_on(server: Dovecot, user: str, **settings: object) -> Inbox:
    """An inbox whose mail is fetched from a mailbox of `server`."""
    return make_inbox(
        **{
            "fetch_host": "127.0.0.1",
            "fetch_port": server.port,
            "fetch_security": "none",
            "fetch_user": user,
            "fetch_password": "right",
        }
        | settings
    )


@contextmanager
def fetching() -> Iterator[None]:
    """The service runs, as in a worker."""
    stop = threading.Event()
    thread = threading.Thread(target=_serve, args=[stop])
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def fetch_error(inbox: Inbox) -> str:
    return Inbox.objects.get(pk=inbox.pk).fetch_error


def has(inbox: Inbox, number: int) -> Callable[[], bool]:
    return lambda: Envelope.objects.filter(inbox=inbox).count() == number


def mail(subject: str, body: bytes = b"Hello\r\n") -> bytes:
    return f"From: grace@example.org\r\nSubject: {subject}\r\n\r\n".encode() + body


def _serve(stop: threading.Event) -> None:
    try:
        fetchers.serve(stop)
    finally:
        connection.close()
