"""Copies of answers in the mailbox's folder for sent mail, with a real IMAP server."""

from datetime import timedelta

import pytest

from helpwell.accounts.testing import ada
from helpwell.channels import actions, queries
from helpwell.channels.adapters.email import sent_folder as folders
from helpwell.channels.models import Delivery, Inbox
from helpwell.channels.testing import arrive, mail, make_inbox
from helpwell.channels.tests.dovecot import Dovecot, dovecot_server
from helpwell.channels.tests.sink import sink_server
from helpwell.core import clock
from helpwell.jobs.actions import run_until_quiet
from helpwell.tickets.testing import answer

pytestmark = pytest.mark.django_db(transaction=True)
FOLDER = "Gesendet & mehr ü"


@pytest.fixture(scope="module")
def dovecot():
    with dovecot_server() as server:
        yield server


@pytest.fixture
def sink():
    with sink_server() as server:
        yield server


@pytest.fixture
def inbox(dovecot: Dovecot, sink, request) -> Inbox:
    user = request.node.name[:40]
    with dovecot.client(user) as client:
        client.create_folder(FOLDER)
    return make_inbox(
        smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none", sent_folder=FOLDER,
        fetch_host="127.0.0.1", fetch_port=dovecot.port, fetch_security="none",
        fetch_user=user, fetch_password="right",
    )  # fmt: skip


def send(inbox: Inbox) -> Delivery:
    message = answer(arrive(mail(), inbox).message.ticket, by=ada())
    run_until_quiet("events.tell_facts")
    Delivery.objects.filter(message=message).update(due_at=clock.now() - timedelta(seconds=1))
    actions.send_due()
    return Delivery.objects.get(message=message)


def copies(dovecot: Dovecot, inbox: Inbox) -> list[dict]:
    with dovecot.client(inbox.fetch_user) as client:
        client.select_folder(FOLDER, readonly=True)
        return list(
            client.fetch(client.search(), ["BODY.PEEK[]", "FLAGS", "INTERNALDATE"]).values()
        )


def test_a_sent_answer_lies_in_the_folder_read_and_of_its_day(inbox, dovecot):
    delivery = send(inbox)
    actions.file_copies()
    (copy,) = copies(dovecot, inbox)
    assert copy[b"BODY[]"] == queries.as_mailed(delivery)
    assert copy[b"FLAGS"] == (b"\\Seen",) or b"\\Seen" in copy[b"FLAGS"]
    assert abs(copy[b"INTERNALDATE"].timestamp() - delivery.sent_at.timestamp()) < 2
    delivery.refresh_from_db()
    assert delivery.filed_at


def test_a_copy_is_made_once_even_when_we_died_before_noting_it(inbox, dovecot):
    send(inbox)
    for _ in range(3):
        Delivery.objects.update(filed_at=None)
        actions.file_copies()
    assert len(copies(dovecot, inbox)) == 1


def test_one_the_mail_server_put_there_itself_is_left_alone(inbox, dovecot):
    delivery = send(inbox)
    with dovecot.client(inbox.fetch_user) as client:
        client.append(FOLDER, b"Message-ID: " + delivery.message_id_header.encode() + b"\r\n\r\n")
    actions.file_copies()
    assert len(copies(dovecot, inbox)) == 1


def test_a_folder_that_is_not_there_is_told_and_keeps_no_answer(inbox, dovecot, sink):
    Inbox.objects.update(sent_folder="Nowhere")
    send(inbox)
    actions.file_copies()
    inbox.refresh_from_db()
    assert "no folder called “Nowhere”" in inbox.file_error
    assert FOLDER in inbox.file_error
    send(inbox)
    assert len(sink.mails) == 2
    Inbox.objects.update(sent_folder=FOLDER, file_after=None)
    actions.file_copies()
    inbox.refresh_from_db()
    assert (len(copies(dovecot, inbox)), inbox.file_error) == (2, "")


def test_after_trouble_there_is_a_pause(inbox, monkeypatch):
    Inbox.objects.update(fetch_port=1)
    send(inbox)
    actions.file_copies()
    inbox.refresh_from_db()
    assert "Nobody answers" in inbox.file_error
    asked: list[object] = []
    monkeypatch.setattr(folders.mailbox, "connect", asked.append)
    actions.file_copies()
    assert asked == []


def test_only_what_was_sent_is_copied(inbox, dovecot, sink):
    sink.to_recipients["grace@home.example"] = "550 No"
    send(inbox)
    actions.file_copies()
    assert copies(dovecot, inbox) == []


def test_without_a_folder_nothing_is_copied(inbox, dovecot):
    Inbox.objects.update(sent_folder="")
    send(inbox)
    actions.file_copies()
    assert copies(dovecot, inbox) == []
