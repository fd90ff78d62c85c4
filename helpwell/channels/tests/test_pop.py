"""Fetching from a real POP3 server."""

import tracemalloc
from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from helpwell.channels.actions.inboxes import change_inbox
from helpwell.channels.adapters.email import pop
from helpwell.channels.models import Envelope, Fetched, Inbox
from helpwell.channels.tests.certificates import certificate
from helpwell.channels.tests.cutting import CuttingProxy
from helpwell.channels.tests.dovecot import Dovecot, dovecot_server
from helpwell.channels.tests.inboxes import mails_of
from helpwell.channels.tests.mailboxes import fetch_error, fetching, has, inbox_on, mail
from helpwell.core.actors import SYSTEM
from helpwell.core.testing import eventually

pytestmark = pytest.mark.django_db(transaction=True)
_users = count(1)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with dovecot_server() as server:
        yield server


@pytest.fixture(autouse=True)
def our_certificate_is_trusted(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate()[0]))


@pytest.fixture(autouse=True)
def a_minute_is_short(monkeypatch):
    monkeypatch.setattr(pop, "POLL_SECONDS", 0.3)


@pytest.fixture
def user() -> str:
    return f"pop{next(_users)}"


def box_on(dovecot: Dovecot, user: str, **settings: object) -> Inbox:
    given = {"fetch_protocol": "pop3", "fetch_port": dovecot.pop_port}
    return inbox_on(dovecot, user, **given | settings)


def test_mails_come_byte_for_byte_and_stay_on_the_server(dovecot, user):
    mails = [
        mail("dots", b".\r\n..\r\n.leading dot\r\n"),
        mail("long lines", b"x" * 70_000 + b"\r\n." + b"y" * 70_000 + b"\r\n"),
        mail("any byte", bytes(set(range(256)) - {10, 13}) + b"\r\n"),
    ]
    dovecot.append(*mails, user=user)
    inbox = box_on(dovecot, user)
    with fetching():
        assert eventually(has(inbox, 3)), fetch_error(inbox)
        dovecot.append(mail("later"), user=user)
        assert eventually(has(inbox, 4))
    assert mails_of(inbox) == [*mails, mail("later")]
    assert len(dovecot.subjects(user=user)) == 4


def test_nothing_is_fetched_twice(dovecot, user, monkeypatch):
    dovecot.append(mail("one"), user=user)
    inbox = box_on(dovecot, user)
    with fetching():
        assert eventually(has(inbox, 1))
    monkeypatch.setattr(pop.Visit, "_content", None)  # whoever fetches again fails
    before = Inbox.objects.get(pk=inbox.pk).fetched_at
    with fetching():
        assert eventually(lambda: Inbox.objects.get(pk=inbox.pk).fetched_at != before)
    assert fetch_error(inbox) == ""


def test_stored_mail_is_deleted_only_when_that_was_asked_for(dovecot, user):
    dovecot.append(mail("one"), mail("two"), user=user)
    inbox = box_on(dovecot, user)
    with fetching():
        assert eventually(has(inbox, 2))
    assert len(dovecot.subjects(user=user)) == 2
    change_inbox(inbox, fetch_after="delete", by=SYSTEM)
    dovecot.append(mail("three"), user=user)
    with fetching():
        assert eventually(lambda: dovecot.subjects(user=user) == [])
        assert eventually(lambda: not Fetched.objects.filter(inbox=inbox).exists() or has(inbox, 3))
    assert len(mails_of(inbox)) == 3


def test_a_connection_cut_in_the_middle_loses_nothing_and_deletes_nothing_unstored(dovecot, user):
    mails = [mail(f"number {n}", b"x" * 70 * n + b"\r\n") for n in range(120)]
    dovecot.append(*mails, user=user)
    with CuttingProxy(dovecot.pop_port, after_bytes=[30_000, 200_000]) as proxy:
        inbox = box_on(dovecot, user, fetch_port=proxy.port, fetch_after="delete")
        with fetching():
            assert eventually(has(inbox, 120))
            assert eventually(lambda: dovecot.subjects(user=user) == [])
    assert proxy.cuts == 2
    assert mails_of(inbox) == mails


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_is_verified(dovecot, user, monkeypatch, security):
    dovecot.append(mail("secret"), user=user)
    port = dovecot.tls_pop_port if security == "tls" else dovecot.pop_port
    inbox = box_on(dovecot, user, fetch_security=security, fetch_port=port)
    monkeypatch.delenv("SSL_CERT_FILE")
    with fetching():
        assert eventually(lambda: "is not trusted" in fetch_error(inbox)), fetch_error(inbox)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate()[0]))
    with fetching():
        assert eventually(has(inbox, 1))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"fetch_password": "wrong"}, "refused the user name or the password"),
        ({"fetch_port": 1}, "Nobody answers at 127.0.0.1, port 1"),
        ({"fetch_host": "mail.invalid"}, "no server called “mail.invalid”"),
    ],
)
def test_trouble_is_told_in_a_sentence(dovecot, user, wrong, sentence):
    inbox = box_on(dovecot, user, **wrong)
    with fetching():
        assert eventually(lambda: sentence in fetch_error(inbox)), fetch_error(inbox)


def test_a_server_of_another_kind_is_told(dovecot, user):
    inbox = box_on(dovecot, user, fetch_port=dovecot.port)
    with fetching():
        assert eventually(lambda: "does not answer as POP3 asks" in fetch_error(inbox))


def test_mail_older_than_wanted_stays_where_it_is_even_when_stored_mail_is_deleted(dovecot, user):
    old = b"Received: by x; Fri, 1 May 2020 10:00:00 +0000\r\n" + mail("old")
    new = b"Received: by x;\r\n Sun, 3 May 2026 10:00:00 +0000\r\n" + mail("new")
    dovecot.append(old, new, mail("without a date"), user=user)
    inbox = box_on(dovecot, user, fetch_since=date(2024, 1, 1), fetch_after="delete")
    with fetching():
        assert eventually(has(inbox, 2))
        assert eventually(lambda: dovecot.subjects(user=user) == ["old"])
    assert mails_of(inbox) == [new, mail("without a date")]


def test_a_mail_that_is_too_large_is_parked_with_its_beginning_and_never_deleted(
    dovecot, user, monkeypatch
):
    monkeypatch.setattr(pop, "MOST_BYTES", 100_000)
    monkeypatch.setattr("helpwell.channels.adapters.email.catching_up.MOST_BYTES_TOGETHER", 50_000)
    huge = mail("huge", (b"x" * 70 + b"\r\n") * 4000)
    dovecot.append(huge, mail("next"), user=user)
    inbox = box_on(dovecot, user, fetch_after="delete")
    with fetching():
        assert eventually(has(inbox, 2))
        assert eventually(lambda: dovecot.subjects(user=user) == ["huge"])
    parked = Envelope.objects.get(inbox=inbox, state="parked")
    assert "the whole stays in the mailbox" in parked.error
    assert huge.startswith(mails_of(inbox)[0])


def test_a_thousand_mails_take_little_memory(dovecot, user):
    dovecot.append(
        *[mail("large", b"x" * 3_000_000 + b"\r\n" + bytes([65 + n])) for n in range(12)], user=user
    )
    dovecot.lay_down(1000, user=user)
    inbox = box_on(dovecot, user)
    tracemalloc.start()
    with fetching():
        assert eventually(has(inbox, 1012))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


def test_another_mailbox_is_read_from_its_beginning(dovecot, user):
    dovecot.append(mail("one"), user=user)
    inbox = box_on(dovecot, user)
    with fetching():
        assert eventually(has(inbox, 1))
    dovecot.append(mail("elsewhere"), user=f"{user}-other")
    change_inbox(inbox, fetch_user=f"{user}-other", by=SYSTEM)
    with fetching():
        assert eventually(has(inbox, 2))
