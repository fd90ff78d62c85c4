"""The guided set-up of an inbox: trying in and out, folders, a round trip, explanations."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from imapclient import SocketTimeout

from helpwell.accounts.testing import make_administrator
from helpwell.channels import actions
from helpwell.channels.adapters.email import mailbox, probing, providers, round_trip, submission
from helpwell.channels.models import Envelope, Inbox
from helpwell.channels.testing import make_inbox
from helpwell.channels.tests.answering import dropping, expired, saying
from helpwell.channels.tests.certificates import certificate
from helpwell.channels.tests.dovecot import Dovecot, dovecot_server
from helpwell.channels.tests.mailboxes import fetching, has, mail
from helpwell.channels.tests.sink import Sink, sink_server
from helpwell.core.testing import eventually
from helpwell.tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "support@arbor.example"
BASE = {
    "name": "Arbor Support",
    "address": ADDRESS,
    "is_active": "on",
    "fetch_protocol": "imap",
    "fetch_host": "127.0.0.1",
    "fetch_port": "993",
    "fetch_security": "none",
    "fetch_user": "support",
    "fetch_password": "right",
    "smtp_host": "127.0.0.1",
    "smtp_port": "587",
    "smtp_security": "none",
}


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with dovecot_server() as server:
        yield server


@pytest.fixture
def sink() -> Iterator[Sink]:
    with sink_server() as server:
        yield server


@pytest.fixture(autouse=True)
def nobody_waits_long(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate()[0]))
    monkeypatch.setattr(mailbox, "TIMEOUTS", SocketTimeout(connect=1, read=1))
    monkeypatch.setattr(submission, "CONNECTING_SECONDS", 1)
    monkeypatch.setattr(probing, "TOUCHING_SECONDS", 1)


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def typed(dovecot: Dovecot | None = None, sink: Sink | None = None, **more: object):
    given: dict[str, object] = dict(BASE)
    if dovecot:
        is_pop = more.get("fetch_protocol") == "pop3"
        given["fetch_port"] = dovecot.pop_port if is_pop else dovecot.port
    if sink:
        given["smtp_port"] = sink.port
    return given | more


def said(admin: Client, name: str, fields: dict[str, object]) -> str:
    return admin.post(reverse(f"channels:{name}"), fields).text


def test_the_mailboxs_folders_are_there_to_choose_from_whatever_their_names(admin, dovecot):
    dovecot.folders("Fragen & Wünsche", "問い合わせ", user="folders")
    text = said(admin, "incoming_test", typed(dovecot, fetch_user="folders"))
    assert '<option value="Fragen &amp; Wünsche">' in text
    assert '<option value="問い合わせ">' in text


def test_a_folder_to_move_to_is_looked_for(admin, dovecot):
    move = {"fetch_after": "move", "fetch_moves_to": "Fertig", "fetch_user": "mover"}
    assert "no folder called “Fertig”" in said(admin, "incoming_test", typed(dovecot, **move))
    dovecot.folders("Fertig", user="mover")
    assert "“Fertig” is there" in said(admin, "incoming_test", typed(dovecot, **move))


def test_a_pop3_mailbox_is_tried_too(admin, dovecot):
    dovecot.append(mail("one"), user="popper")
    pop = typed(dovecot, fetch_protocol="pop3", fetch_user="popper")
    assert "It holds 1 mail." in said(admin, "incoming_test", pop)
    wrong = pop | {"fetch_password": "wrong"}
    assert "refused the user name or the password" in said(admin, "incoming_test", wrong)


def test_both_are_tried_and_the_round_trip_is_offered_when_both_are_open(admin, dovecot, sink):
    assert "Send a mail to ourselves" in said(admin, "whole_test", typed(dovecot, sink))
    shut = said(admin, "whole_test", typed(dovecot, smtp_port="1"))
    assert "Nobody answers at 127.0.0.1, port 1" in shut
    assert "It holds" in shut
    assert "Send a mail to ourselves" not in shut
    assert sink.mails == []


@pytest.mark.parametrize("protocol", ["imap", "pop3"])
def test_a_mail_to_ourselves_is_seen_to_come_in(admin, dovecot, sink, protocol):
    user = f"trip-{protocol}"
    with delivering(sink, dovecot, user):
        fields = typed(dovecot, sink, fetch_user=user, fetch_protocol=protocol)
        text = said(admin, "round_trip", fields)
    assert "It is here after" in text, text
    assert sink.mails[0].recipients == [ADDRESS]


def test_no_ticket_comes_of_a_mail_to_ourselves(admin, dovecot, sink):
    inbox = make_inbox(
        address=ADDRESS,
        fetch_host="127.0.0.1",
        fetch_port=dovecot.port,
        fetch_security="none",
        fetch_user="no-ticket",
        fetch_password="right",
    )
    with delivering(sink, dovecot, "no-ticket"), fetching():
        fields = typed(dovecot, sink, fetch_user="no-ticket", inbox=inbox.pk)
        text = said(admin, "round_trip", fields)
        assert "It is here after" in text
        assert eventually(has(inbox, 1))
    actions.read_waiting()
    assert (Envelope.objects.get().state, Ticket.objects.count()) == ("dropped", 0)


def test_a_mail_to_ourselves_that_does_not_come_is_told(admin, dovecot, sink, monkeypatch):
    monkeypatch.setattr(round_trip, "WAITING_SECONDS", 1.0)
    text = said(admin, "round_trip", typed(dovecot, sink, fetch_user="nothing"))
    assert "It was sent, but is not here after 1 seconds" in text
    sink.to_senders.append("550 5.7.1 Not from here")
    text = said(admin, "round_trip", typed(dovecot, sink, fetch_user="nothing"))
    assert "5.7.1 Not from here" in text
    assert "Came in" not in text


def test_a_mail_to_ourselves_needs_an_address(admin, dovecot, sink):
    assert "This field is required" in said(admin, "round_trip", typed(dovecot, sink, address=""))
    assert sink.mails == []


@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.9\r\n", b"HTTP/1.1 400 Bad\r\n\r\n"])
def test_a_server_of_another_trade_is_told(admin, greeting):
    with saying(greeting) as port:
        for name in ("incoming_test", "outgoing_test"):
            fields = typed(fetch_port=port, smtp_port=port)
            assert "is no mail server of this kind" in said(admin, name, fields), name


def test_smtp_where_imap_was_expected_is_told_and_the_other_way_round(admin, dovecot, sink):
    incoming = said(admin, "incoming_test", typed(fetch_port=sink.port))
    outgoing = said(admin, "outgoing_test", typed(smtp_port=dovecot.port))
    assert "is no mail server of this kind" in incoming
    assert "is no mail server of this kind" in outgoing


def test_a_server_that_says_nothing_is_too_slow(admin):
    with saying(b"") as port:
        for name in ("incoming_test", "outgoing_test"):
            fields = typed(fetch_port=port, smtp_port=port)
            assert "did not answer in time" in said(admin, name, fields), name


def test_a_port_behind_a_firewall_is_told(admin):
    with dropping() as port:
        text = said(admin, "incoming_test", typed(fetch_port=port))
    assert "a firewall on the way drops it" in text


@pytest.mark.parametrize("name", ["incoming_test", "outgoing_test"])
def test_a_certificate_for_another_name_is_told(admin, name):
    with saying(b"", host="127.0.0.2", tls=certificate()) as port:
        there = {"host": "127.0.0.2", "port": port, "security": "tls"}
        fields = {f"{kind}_{key}": there[key] for kind in ("fetch", "smtp") for key in there}
        assert "was made for another name" in said(admin, name, typed(**fields))


def test_a_certificate_that_has_ended_is_told(admin, tmp_path, monkeypatch):
    old = expired(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(old[0]))
    with saying(b"", tls=old) as port:
        fields = typed(fetch_host="localhost", fetch_port=port, fetch_security="tls")
        assert "is out of date" in said(admin, "incoming_test", fields)


@pytest.mark.parametrize(
    ("host", "hint"),
    [
        ("imap.gmail.com", "Press Connect with Google"),
        ("outlook.office365.com", "Press Connect with Microsoft 365"),
        ("imap.mail.yahoo.com", "app password"),
        ("imap.arbor.example", ""),
        ("notgmail.com", ""),
    ],
)
def test_a_refused_password_is_explained_as_the_provider_means_it(host, hint):
    found = providers.hint_for(host)
    assert hint in found if hint else not found


def test_a_domain_whose_mail_is_at_microsoft_is_known(monkeypatch):
    where = ("autod.ms-acdc-autod.office.com", ["autodiscover.outlook.com"], ["192.0.2.1"])
    monkeypatch.setattr(providers.socket, "gethostbyname_ex", lambda _name: where)
    monkeypatch.setattr(providers, "_answers", lambda _place: False)
    assert providers.guess("support@arbor.example").consent == "microsoft"


@pytest.mark.parametrize(
    "change",
    [
        {"fetch_port": "1993"},
        {"fetch_security": "starttls"},
        {"fetch_host": "other.example"},
        {"fetch_user": "other"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_password_is_asked_for_again_when_it_would_go_elsewhere(admin, change):
    inbox = make_inbox(
        address=ADDRESS,
        fetch_host="127.0.0.1",
        fetch_security="none",
        fetch_user="support",
        fetch_password="right",
    )
    url = reverse("channels:inbox", args=[inbox.pk])
    answer = admin.post(url, typed(fetch_password="", smtp_host="") | change)
    assert (answer.status_code, "Type the password again" in answer.text) == (422, True)
    assert admin.post(url, typed(fetch_password="", smtp_host="")).status_code == 302
    tried = said(admin, "incoming_test", typed(fetch_password="") | change | {"inbox": inbox.pk})
    assert "Type the password again" in tried


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"fetch_protocol": "pop3", "fetch_after": "mark"}, "A POP3 mailbox has no marks"),
        ({"fetch_after": "move"}, "Say which folder"),
        ({"fetch_after": "move", "fetch_moves_to": "INBOX"}, "Choose another one"),
    ],
)
def test_what_cannot_follow_storing_is_refused(admin, choice, sentence):
    answer = admin.post(reverse("channels:new_inbox"), typed(**choice))
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_the_usual_port_follows_the_protocol(admin):
    admin.post(reverse("channels:new_inbox"), typed(fetch_protocol="pop3"))
    assert Inbox.objects.get().fetch_port == 995


class delivering:  # noqa: N801 - read as a verb
    """What the outgoing server takes is put into the mailbox, as a mail system does."""

    def __init__(self, sink: Sink, dovecot: Dovecot, user: str) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[sink, dovecot, user])

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self, sink: Sink, dovecot: Dovecot, user: str) -> None:
        delivered = 0
        while not self._stop.is_set():
            for taken in sink.mails[delivered:]:
                dovecot.append(taken.raw, user=user)
                delivered += 1
            time.sleep(0.05)
