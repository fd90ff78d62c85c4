"""Fetching from a real IMAP server."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import count

import pytest
from django.db import connection
from imapclient import IMAPClient

from helpwell.channels.actions.inboxes import change_inbox
from helpwell.channels.adapters.email import catching_up, imap, mailbox
from helpwell.channels.models import Envelope, Inbox
from helpwell.channels.testing import make_inbox
from helpwell.channels.tests.certificates import certificate
from helpwell.channels.tests.cutting import CuttingProxy
from helpwell.channels.tests.dovecot import Dovecot, dovecot_server
from helpwell.channels.tests.inboxes import eventually, mails_of
from helpwell.core.actors import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
_users = count(1)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with dovecot_server() as server:
        yield server


@pytest.fixture(autouse=True)
def our_certificate_is_trusted(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate()[0]))


@pytest.fixture
def user() -> str:
    return f"support{next(_users)}"


def inbox_on(server: Dovecot, user: str, **settings: object) -> Inbox:
    return make_inbox(
        **{
            "imap_host": "127.0.0.1",
            "imap_port": server.port,
            "imap_security": "none",
            "imap_user": user,
            "imap_password": "right",
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
        thread.join(timeout=15)


def _serve(stop: threading.Event) -> None:
    try:
        imap.serve(stop)
    finally:
        connection.close()


def fetch_error(inbox: Inbox) -> str:
    return Inbox.objects.get(pk=inbox.pk).fetch_error


def has(inbox: Inbox, number: int) -> Callable[[], bool]:
    return lambda: Envelope.objects.filter(inbox=inbox).count() == number


def mail(subject: str, body: bytes = b"Hello\r\n") -> bytes:
    return f"From: grace@example.org\r\nSubject: {subject}\r\n\r\n".encode() + body


def test_a_mail_that_comes_while_we_listen_is_here_within_two_seconds(dovecot, user):
    inbox = inbox_on(dovecot, user)
    with fetching():
        assert eventually(lambda: Inbox.objects.get(pk=inbox.pk).fetched_at)
        time.sleep(1.5)  # by now we listen
        dovecot.append(mail("now"), user=user)
        assert eventually(has(inbox, 1), seconds=2)
    assert mails_of(inbox) == [mail("now")]


def test_what_came_while_we_were_away_is_caught_up_and_marked_nowhere(dovecot, user):
    mails = [mail(f"day {day}", b"any \xff byte\r\n" * day) for day in range(1, 130)]
    dovecot.append(*mails, user=user)
    inbox = inbox_on(dovecot, user)
    with fetching():
        assert eventually(has(inbox, len(mails)))
    assert mails_of(inbox) == mails
    assert all(b"\\Seen" not in flags for flags in dovecot.flags(user).values())
    inbox.refresh_from_db()
    assert inbox.imap_last_uid == len(mails)
    dovecot.append(mail("later"), user=user)
    with fetching():
        assert eventually(has(inbox, len(mails) + 1))


def test_a_mailbox_that_counts_anew_is_read_anew_and_nothing_is_doubled(dovecot, user):
    dovecot.append(mail("one"), mail("two"), user=user)
    inbox = inbox_on(dovecot, user)
    with fetching():
        assert eventually(has(inbox, 2))
    inbox.refresh_from_db()
    before = inbox.imap_validity
    dovecot.count_anew(user)
    dovecot.append(mail("three"), user=user)
    with fetching():
        assert eventually(has(inbox, 3))
    inbox.refresh_from_db()
    assert inbox.imap_validity != before
    assert sorted(mails_of(inbox)) == sorted([mail("one"), mail("two"), mail("three")])


def test_a_connection_cut_in_the_middle_of_a_mail_loses_nothing(dovecot, user):
    mails = [mail(f"number {n}", b"x" * 70 * n + b"\r\n") for n in range(200)]
    dovecot.append(*mails, user=user)
    with CuttingProxy(dovecot.port, after_bytes=[60_000, 400_000]) as proxy:
        inbox = inbox_on(dovecot, user, imap_port=proxy.port)
        with fetching():
            assert eventually(has(inbox, len(mails)), seconds=20)
    assert proxy.cuts == 2
    assert mails_of(inbox) == mails


def test_a_wrong_password_is_told_in_a_sentence_and_a_right_one_is_tried_at_once(dovecot, user):
    dovecot.append(mail("waiting"), user=user)
    inbox = inbox_on(dovecot, user, imap_password="wrong")
    with fetching():
        assert eventually(lambda: "refused the user name or the password" in fetch_error(inbox))
        Inbox.objects.filter(pk=inbox.pk).update(imap_password="right")
        assert eventually(has(inbox, 1), seconds=8)
        assert eventually(lambda: fetch_error(inbox) == "")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"imap_host": "mail.invalid"}, "no server called “mail.invalid”"),
        ({"imap_port": 1}, "Nobody answers at 127.0.0.1, port 1"),
        ({"imap_security": "tls"}, "does not speak TLS there"),
        ({"imap_folder": "Suport"}, "no folder called “Suport”. It has: INBOX"),
    ],
)
def test_trouble_with_a_mailbox_is_told_in_a_sentence(dovecot, user, wrong, sentence):
    inbox = inbox_on(dovecot, user, **wrong)
    with fetching():
        assert eventually(lambda: sentence in fetch_error(inbox)), fetch_error(inbox)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_is_verified(dovecot, user, monkeypatch, security):
    dovecot.append(mail("secret"), user=user)
    port = dovecot.tls_port if security == "tls" else dovecot.port
    inbox = inbox_on(dovecot, user, imap_security=security, imap_port=port)
    monkeypatch.delenv("SSL_CERT_FILE")
    with fetching():
        assert eventually(lambda: "is not trusted" in fetch_error(inbox)), fetch_error(inbox)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate()[0]))
    with fetching():
        assert eventually(has(inbox, 1))


def test_a_mail_that_is_too_large_is_parked_with_its_beginning(dovecot, user, monkeypatch):
    monkeypatch.setattr(catching_up, "MOST_BYTES", 100_000)
    monkeypatch.setattr(catching_up, "MOST_BYTES_TOGETHER", 50_000)
    dovecot.append(mail("huge", b"x" * 200_000), mail("next"), user=user)
    inbox = inbox_on(dovecot, user)
    with fetching():
        assert eventually(has(inbox, 2))
    parked = Envelope.objects.get(inbox=inbox, state="parked")
    assert "stays in the mailbox (folder INBOX, UID 1)" in parked.error
    assert mails_of(inbox)[0] == mail("huge", b"x" * 200_000)[:65536]


def test_a_mail_that_vanishes_between_listing_and_fetching_is_no_trouble(
    dovecot, user, monkeypatch
):
    dovecot.append(mail("gone"), mail("stays"), user=user)
    inbox = inbox_on(dovecot, user)
    listed = catching_up.new_uids

    def listed_before_it_went(client: IMAPClient, inbox: Inbox) -> list[int]:
        uids = listed(client, inbox)
        dovecot.expunge(1, user=user)
        return uids

    monkeypatch.setattr(catching_up, "new_uids", listed_before_it_went)
    client = mailbox.connect(imap.incoming_of(inbox))
    mailbox.open_folder(client, imap.incoming_of(inbox))
    try:
        catching_up.catch_up(client, inbox, stop=threading.Event())
    finally:
        mailbox.hang_up(client)
    assert mails_of(inbox) == [mail("stays")]
    assert inbox.imap_last_uid == 2


def test_mail_older_than_wanted_stays_where_it_is(dovecot, user):
    with dovecot.client(user) as client:
        client.append("INBOX", mail("ages ago"), msg_time=datetime(2020, 5, 1, tzinfo=UTC))
    dovecot.append(mail("today"), user=user)
    inbox = inbox_on(dovecot, user, imap_since=date(2024, 1, 1))
    with fetching():
        assert eventually(has(inbox, 1))
    assert mails_of(inbox) == [mail("today")]


def test_another_mailbox_is_read_from_its_beginning(dovecot, user):
    dovecot.append(mail("one"), mail("two"), user=user)
    inbox = inbox_on(dovecot, user)
    with fetching():
        assert eventually(has(inbox, 2))
    other = f"{user}-other"
    dovecot.append(mail("elsewhere"), user=other)
    change_inbox(inbox, imap_user=other, by=SYSTEM)
    with fetching():
        assert eventually(has(inbox, 3))


def test_groups_stay_small_and_keep_their_order():
    sizes = dict.fromkeys(range(1, 121), 1000) | {121: 60_000_000, 122: 5, 123: 8_400_000}
    groups = [uids for uids, _size in catching_up.groups_of(sizes)]
    assert [uid for group in groups for uid in group] == list(sizes)
    assert max(map(len, groups)) == 50
    assert [121] in groups


def test_pauses_grow_up_to_five_minutes():
    assert [imap.pause_after(n) for n in (1, 2, 3, 30)] == [1, 2, 4, 300]
