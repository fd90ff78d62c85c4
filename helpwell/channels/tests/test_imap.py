"""Fetching from a real IMAP server."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count

import pytest
from imapclient import IMAPClient

from helpwell.channels.actions.inboxes import change_inbox
from helpwell.channels.adapters.email import catching_up, fetchers, mailbox, waiting
from helpwell.channels.adapters.email.afterwards import Afterwards
from helpwell.channels.adapters.email.servers import incoming_of
from helpwell.channels.models import Envelope, Inbox
from helpwell.channels.tests.certificates import certificate
from helpwell.channels.tests.cutting import CuttingProxy
from helpwell.channels.tests.dovecot import Dovecot, dovecot_server
from helpwell.channels.tests.inboxes import mails_of
from helpwell.channels.tests.mailboxes import fetch_error, fetching, has, inbox_on, mail
from helpwell.core.actors import SYSTEM
from helpwell.core.testing import PATIENCE_SECONDS, eventually

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


def test_a_mail_that_comes_while_we_listen_needs_no_other_look(dovecot, user, monkeypatch):
    listening, listen = threading.Event(), waiting._listen

    def listened_to(*where: object, **until: object) -> None:
        listening.set()
        listen(*where, **until)

    monkeypatch.setattr(waiting, "_listen", listened_to)
    monkeypatch.setattr(waiting, "PAUSES", (3600.0,))
    inbox = inbox_on(dovecot, user)
    with fetching():
        assert listening.wait(PATIENCE_SECONDS)
        dovecot.append(mail("now"), user=user)
        assert eventually(has(inbox, 1))
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
    assert inbox.fetch_last_uid == len(mails)
    dovecot.append(mail("later"), user=user)
    with fetching():
        assert eventually(has(inbox, len(mails) + 1))


def test_a_mailbox_that_counts_anew_is_read_anew_and_nothing_is_doubled(dovecot, user):
    dovecot.append(mail("one"), mail("two"), user=user)
    inbox = inbox_on(dovecot, user)
    with fetching():
        assert eventually(has(inbox, 2))
    inbox.refresh_from_db()
    before = inbox.fetch_validity
    dovecot.count_anew(user)
    dovecot.append(mail("three"), user=user)
    with fetching():
        assert eventually(has(inbox, 3))
    inbox.refresh_from_db()
    assert inbox.fetch_validity != before
    assert sorted(mails_of(inbox)) == sorted([mail("one"), mail("two"), mail("three")])


def test_a_connection_cut_in_the_middle_of_a_mail_loses_nothing(dovecot, user):
    mails = [mail(f"number {n}", b"x" * 70 * n + b"\r\n") for n in range(200)]
    dovecot.append(*mails, user=user)
    with CuttingProxy(dovecot.port, after_bytes=[60_000, 400_000]) as proxy:
        inbox = inbox_on(dovecot, user, fetch_port=proxy.port)
        with fetching():
            assert eventually(has(inbox, len(mails)))
    assert proxy.cuts == 2
    assert mails_of(inbox) == mails


def test_a_wrong_password_is_told_in_a_sentence_and_a_right_one_is_tried_at_once(dovecot, user):
    dovecot.append(mail("waiting"), user=user)
    inbox = inbox_on(dovecot, user, fetch_password="wrong")
    with fetching():
        assert eventually(lambda: "refused the user name or the password" in fetch_error(inbox))
        Inbox.objects.filter(pk=inbox.pk).update(fetch_password="right")
        assert eventually(has(inbox, 1))
        assert eventually(lambda: fetch_error(inbox) == "")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"fetch_host": "mail.invalid"}, "no server called “mail.invalid”"),
        ({"fetch_port": 1}, "Nobody answers at 127.0.0.1, port 1"),
        ({"fetch_security": "tls"}, "does not speak TLS there"),
        ({"fetch_folder": "Suport"}, "no folder called “Suport”. It has: INBOX"),
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
    inbox = inbox_on(dovecot, user, fetch_security=security, fetch_port=port)
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
    client = mailbox.connect(incoming_of(inbox))
    mailbox.open_folder(client, incoming_of(inbox))
    try:
        afterwards = Afterwards(client, incoming_of(inbox))
        catching_up.catch_up(client, inbox, stop=threading.Event(), afterwards=afterwards)
    finally:
        mailbox.hang_up(client)
    assert mails_of(inbox) == [mail("stays")]
    assert inbox.fetch_last_uid == 2


def test_mail_older_than_wanted_stays_where_it_is(dovecot, user):
    with dovecot.client(user) as client:
        client.append("INBOX", mail("ages ago"), msg_time=datetime(2020, 5, 1, tzinfo=UTC))
    dovecot.append(mail("today"), user=user)
    inbox = inbox_on(dovecot, user, fetch_since=date(2024, 1, 1))
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
    change_inbox(inbox, fetch_user=other, by=SYSTEM)
    with fetching():
        assert eventually(has(inbox, 3))


def test_thousands_that_came_in_days_off_are_all_caught_up(dovecot, user):
    dovecot.append(mail("first"), user=user)
    dovecot.lay_down(2000, user=user)
    inbox = inbox_on(dovecot, user)
    with fetching():
        assert eventually(has(inbox, 2001))
    assert len(set(mails_of(inbox))) == 2001


def test_changed_settings_are_noticed_at_once(dovecot, user, monkeypatch):
    monkeypatch.setattr(fetchers, "LOOK_SECONDS", 3600.0)
    dovecot.append(mail("here"), user=user)
    inbox = inbox_on(dovecot, user, fetch_password="wrong")
    with fetching():
        assert eventually(lambda: "refused the user name" in fetch_error(inbox))
        assert Inbox.objects.get(pk=inbox.pk).next_fetch_at
        change_inbox(inbox, fetch_password="right", by=SYSTEM)
        fetchers.look_again()
        assert eventually(has(inbox, 1))
        assert eventually(lambda: Inbox.objects.get(pk=inbox.pk).next_fetch_at is None)


def test_older_mail_is_fetched_as_soon_as_it_is_wanted(dovecot, user):
    with dovecot.client(user) as client:
        client.append("INBOX", mail("ages ago"), msg_time=datetime(2020, 5, 1, tzinfo=UTC))
    dovecot.append(mail("today"), user=user)
    inbox = inbox_on(dovecot, user, fetch_since=date(2024, 1, 1))
    with fetching():
        assert eventually(has(inbox, 1))
        change_inbox(inbox, fetch_since=None, by=SYSTEM)
        assert eventually(has(inbox, 2))


def test_groups_stay_small_and_keep_their_order():
    sizes = dict.fromkeys(range(1, 121), 1000) | {121: 60_000_000, 122: 5, 123: 8_400_000}
    groups = [uids for uids, _size in catching_up.groups_of(sizes)]
    assert [uid for group in groups for uid in group] == list(sizes)
    assert max(map(len, groups)) == 50
    assert [121] in groups


def test_pauses_grow_up_to_five_minutes():
    assert [fetchers.pause_after(n) for n in (1, 2, 3, 30)] == [1, 2, 4, 300]
