"""What becomes of a mail in its mailbox once it is stored."""

import threading
from collections.abc import Iterator
from itertools import count

import pytest
from imapclient import DELETED, IMAPClient

from helpwell.channels.actions.fetching import begin
from helpwell.channels.adapters.email import catching_up, mailbox
from helpwell.channels.adapters.email.afterwards import Afterwards
from helpwell.channels.adapters.email.servers import incoming_of
from helpwell.channels.models import Inbox
from helpwell.channels.tests.dovecot import Dovecot, dovecot_server
from helpwell.channels.tests.inboxes import mails_of
from helpwell.channels.tests.mailboxes import fetch_error, fetching, has, inbox_on, mail
from helpwell.core.testing import eventually

pytestmark = pytest.mark.django_db(transaction=True)
OLD = "imap_capability = IMAP4rev1 SASL-IR LITERAL+ IDLE UIDPLUS"  # as servers without MOVE say
OLDEST = "imap_capability = IMAP4rev1 SASL-IR LITERAL+ IDLE"
DONE = "Erledigt – für später"
_users = count(1)


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with dovecot_server() as server:
        yield server


@pytest.fixture(scope="module", params=["", OLD], ids=["with MOVE", "without MOVE"])
def any_dovecot(request) -> Iterator[Dovecot]:
    with dovecot_server(more=request.param) as server:
        yield server


@pytest.fixture
def user() -> str:
    return f"after{next(_users)}"


def test_a_stored_mail_is_marked_as_read(dovecot, user):
    dovecot.append(mail("one"), user=user)
    inbox = inbox_on(dovecot, user, fetch_after="mark")
    with fetching():
        assert eventually(lambda: b"\\Seen" in dovecot.flags(user)[1])
    assert mails_of(inbox) == [mail("one")]


def test_a_stored_mail_is_moved_to_a_folder_with_any_name(any_dovecot, user):
    any_dovecot.folders(DONE, user=user)
    any_dovecot.append(mail("one"), mail("two"), user=user)
    inbox = inbox_on(any_dovecot, user, fetch_after="move", fetch_moves_to=DONE)
    with fetching():
        assert eventually(lambda: any_dovecot.subjects(DONE, user=user) == ["one", "two"])
        any_dovecot.append(mail("three"), user=user)
        assert eventually(lambda: len(any_dovecot.subjects(DONE, user=user)) == 3)
    assert any_dovecot.subjects(user=user) == []
    assert sorted(mails_of(inbox)) == sorted([mail("one"), mail("two"), mail("three")])


def test_a_folder_with_any_name_is_fetched(dovecot, user):
    dovecot.folders(DONE, user=user)
    dovecot.append(mail("there"), user=user, folder=DONE)
    inbox = inbox_on(dovecot, user, fetch_folder=DONE)
    with fetching():
        assert eventually(has(inbox, 1))


def test_a_stored_mail_is_deleted_and_what_others_marked_is_left(any_dovecot, user):
    any_dovecot.append(mail("theirs"), user=user)
    inbox = inbox_on(any_dovecot, user, fetch_after="keep")
    with fetching():
        assert eventually(has(inbox, 1))
    with any_dovecot.client(user) as client:
        client.select_folder("INBOX")
        client.add_flags([1], [DELETED])
    any_dovecot.append(mail("ours"), user=user)
    Inbox.objects.filter(pk=inbox.pk).update(fetch_after="delete")
    with fetching():
        assert eventually(has(inbox, 2))
        assert eventually(lambda: any_dovecot.subjects(user=user) == ["theirs"])


def test_a_server_that_cannot_single_mails_out_keeps_them_marked(user):
    with dovecot_server(more=OLDEST) as server:
        server.append(mail("one"), user=user)
        inbox = inbox_on(server, user, fetch_after="delete")
        with fetching():
            assert eventually(has(inbox, 1))
            assert eventually(lambda: b"\\Deleted" in server.flags(user)[1])
        assert server.subjects(user=user) == ["one"]


def test_a_mail_that_cannot_be_moved_is_told_and_stops_nothing(dovecot, user):
    dovecot.append(mail("one"), user=user)
    inbox = inbox_on(dovecot, user, fetch_after="move", fetch_moves_to="Nowhere")
    with fetching():
        assert eventually(lambda: "cannot be moved to “Nowhere”" in fetch_error(inbox))
        dovecot.append(mail("two"), user=user)
        assert eventually(has(inbox, 2))
        dovecot.folders("Nowhere", user=user)
        dovecot.append(mail("three"), user=user)
        assert eventually(lambda: len(dovecot.subjects("Nowhere", user=user)) == 3)
        assert eventually(lambda: fetch_error(inbox) == "")


def test_a_kill_between_storing_and_moving_costs_neither(dovecot, user, monkeypatch):
    dovecot.folders("Done", user=user)
    dovecot.append(mail("one"), user=user)
    inbox = inbox_on(dovecot, user, fetch_after="move", fetch_moves_to="Done")
    monkeypatch.setattr(IMAPClient, "move", killed)
    with pytest.raises(KeyboardInterrupt):
        once(inbox)
    assert mails_of(inbox) == [mail("one")]
    assert dovecot.subjects(user=user) == ["one"]
    monkeypatch.undo()
    once(inbox)
    assert (dovecot.subjects(user=user), dovecot.subjects("Done", user=user)) == ([], ["one"])
    assert mails_of(inbox) == [mail("one")]


def test_nothing_is_moved_before_it_is_stored(dovecot, user, monkeypatch):
    dovecot.folders("Done", user=user)
    dovecot.append(mail("one"), user=user)
    inbox = inbox_on(dovecot, user, fetch_after="move", fetch_moves_to="Done")
    monkeypatch.setattr(catching_up, "accept_all", killed)
    with pytest.raises(KeyboardInterrupt):
        once(inbox)
    assert dovecot.subjects(user=user) == ["one"]


def test_a_mail_of_which_only_the_beginning_is_here_stays(dovecot, user, monkeypatch):
    monkeypatch.setattr(catching_up, "MOST_BYTES", 100_000)
    monkeypatch.setattr(catching_up, "MOST_BYTES_TOGETHER", 50_000)
    dovecot.append(mail("huge", b"x" * 200_000), mail("small"), user=user)
    inbox = inbox_on(dovecot, user, fetch_after="delete")
    with fetching():
        assert eventually(has(inbox, 2))
        assert eventually(lambda: dovecot.subjects(user=user) == ["huge"])


def killed(*_args: object, **_settings: object) -> None:
    raise KeyboardInterrupt


def once(inbox: Inbox) -> None:
    """One round of fetching."""
    inbox = Inbox.objects.get(pk=inbox.pk)
    server = incoming_of(inbox)
    client = mailbox.connect(server)
    try:
        begin(inbox, validity=mailbox.open_folder(client, server)[b"UIDVALIDITY"])
        catching_up.catch_up(
            client, inbox, stop=threading.Event(), afterwards=Afterwards(client, server)
        )
    finally:
        mailbox.hang_up(client)
