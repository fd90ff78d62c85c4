"""Handing answers to a real SMTP server."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from helpwell.channels.adapters.email import submission
from helpwell.channels.adapters.email.smtp import Later, Refused, Sender, Sent
from helpwell.channels.tests.certificates import certificate
from helpwell.channels.tests.cutting import CuttingProxy
from helpwell.channels.tests.sink import Sink, sink_server

RAW = b"From: support@arbor.example\r\nSubject: Hello\r\n\r\nIt left this morning.\r\n.\r\n..\r\n"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with sink_server() as server:
        yield server


@pytest.fixture(autouse=True)
def our_certificate_is_trusted(monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate()[0]))


def outgoing(sink: Sink, **settings: Any) -> Any:
    return SimpleNamespace(
        **{
            "grant_id": None,
            "smtp_host": "127.0.0.1",
            "smtp_port": sink.port,
            "smtp_security": "none",
            "smtp_user": "",
            "smtp_password": "",
        }
        | settings
    )


def send(sink: Sink, *recipients: str, raw: bytes = RAW, **settings: Any) -> Any:
    with Sender() as sender:
        return sender.send(
            outgoing(sink, **settings),
            raw,
            sender="support@arbor.example",
            recipients=recipients or ("grace@example.org",),
        )


def test_a_mail_arrives_byte_for_byte(sink):
    assert send(sink) == {"grace@example.org": Sent("250 OK queued as 1")}
    assert [(m.sender, m.recipients, m.raw) for m in sink.mails] == [
        ("support@arbor.example", ["grace@example.org"], RAW)
    ]


def test_bare_line_ends_become_those_of_mail(sink):
    send(sink, raw=b"Subject: x\n\none\r\ntwo\rthree\n")
    assert sink.mails[0].raw == b"Subject: x\r\n\r\none\r\ntwo\r\nthree\r\n"


def test_every_recipient_has_an_outcome_of_their_own(sink):
    sink.to_recipients = {
        "no@example.org": "550 5.1.1 Nobody of this name",
        "busy@example.org": "450 4.2.0 Greylisted",
        "many@example.org": "552 Too many recipients",
    }
    outcomes = send(sink, "a@example.org", *sink.to_recipients, "not an address")
    assert outcomes == {
        "a@example.org": Sent("250 OK queued as 1"),
        "no@example.org": Refused("550 5.1.1 Nobody of this name"),
        "busy@example.org": Later("450 4.2.0 Greylisted"),
        "many@example.org": Later("452 Too many recipients"),
        "not an address": Refused("This is not an e-mail address."),
    }
    assert sink.mails[0].recipients == ["a@example.org"]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("554 5.7.1 This looks like spam", Refused("554 5.7.1 This looks like spam")),
        ("451 4.7.0 Try again", Later("451 4.7.0 Try again")),
        ("421 4.3.2 Closing down", Later("421 4.3.2 Closing down", why="server")),
        ("552 5.3.4 Too large", Refused("552 5.3.4 Too large")),
    ],
)
def test_what_the_server_says_to_the_mail_decides(sink, answer, outcome):
    sink.to_data = [answer]
    assert send(sink) == {"grace@example.org": outcome}


@pytest.mark.parametrize("deed", ["cut", "take and cut", "hang"])
def test_no_answer_to_the_mail_means_unknown_never_sent(sink, deed, monkeypatch):
    monkeypatch.setattr(submission, "ANSWERING_SECONDS", 0.3)
    sink.to_data = [deed]
    sink.to_recipients = {"no@example.org": "550 Nobody of this name"}
    outcomes = send(sink, "grace@example.org", "no@example.org")
    unknown = outcomes["grace@example.org"]
    assert isinstance(unknown, Later)
    assert unknown.why == "unknown"
    assert "Whether it took the mail is not known" in unknown.answer
    assert outcomes["no@example.org"] == Refused("550 Nobody of this name")


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_server_that_falls_silent_is_left_in_time(sink, command, monkeypatch):
    monkeypatch.setattr(submission, "CONNECTING_SECONDS", 0.3)
    monkeypatch.setattr(submission, "ANSWERING_SECONDS", 0.3)
    sink.hangs_at = command
    trouble = send(sink)["grace@example.org"]
    assert isinstance(trouble, Later)
    assert trouble.why == ("unknown" if command == "DATA" else "server")
    assert "did not answer in time" in trouble.answer


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("421 4.7.0 Our system has detected an unusual rate of mail", "pace"),
        ("451 4.7.1 Rate limit exceeded", "pace"),
        ("450 4.7.1 Too many messages, slow down", "pace"),
        ("454 Throttling failure: Maximum sending rate exceeded.", "pace"),
        ("452 4.5.3 Your message exceeded the hourly sending limit", "pace"),
        ("550 5.4.5 Daily user sending limit exceeded", "pace"),
        ("450 4.2.1 The user you write to receives mail at a rate that is too high", "mail"),
        ("452 4.2.2 The mailbox has exceeded its quota", "mail"),
        ("451 4.7.1 Greylisted, rate limit of unknown senders", "mail"),
        ("450 4.7.25 Client host not found", "mail"),
        ("421 4.3.0 Closing down", "server"),
    ],
)
def test_a_server_that_asks_for_less_is_told_from_one_that_minds_this_mail(sink, answer, why):
    sink.to_senders = [answer]
    assert send(sink) == {"grace@example.org": Later(answer.rstrip("."), why=why)}


def test_a_mail_the_server_has_said_is_too_large_is_not_carried_there():
    with sink_server(most_bytes=1000) as sink:
        refused = send(sink, raw=b"Subject: x\r\n\r\n" + b"x" * 3000)["grace@example.org"]
    assert isinstance(refused, Refused)
    assert "the mail server takes 1000" in refused.answer.replace("\xa0", " ")
    assert not sink.mails


def test_notices_of_failure_and_delay_are_asked_for_where_the_server_offers_them(sink):
    sink.offers = ["DSN"]
    with Sender() as sender:
        sender.send(
            outgoing(sink),
            RAW,
            sender="s@arbor.example",
            recipients=["a+b=c@example.org"],
            name="<t1.m2@arbor.example>",
        )
    assert sink.notices == [
        {"RET": "HDRS", "ENVID": "T1.M2@ARBOR.EXAMPLE"},
        {"NOTIFY": "FAILURE,DELAY", "ORCPT": "RFC822;A+2BB+3DC@EXAMPLE.ORG"},
    ]  # the library's server writes parameters in capitals


def test_a_server_without_them_is_asked_for_nothing(sink):
    send(sink)
    assert sink.notices == []


def test_a_connection_is_used_again_and_renewed_when_it_has_gone(sink):
    inbox = outgoing(sink)
    with Sender() as sender:
        for deed in ("250 one", "250 two", "cut", "250 three"):
            sink.to_data = [deed]
            outcome = sender.send(inbox, RAW, sender="s@arbor.example", recipients=["g@x.example"])
            assert isinstance(outcome["g@x.example"], Later if deed == "cut" else Sent)
    assert (len(sink.mails), sink.connections) == (3, 2)


def test_a_sender_who_may_not_is_told_what_the_server_said(sink):
    sink.to_senders = ["553 5.7.1 Not your address", "530 5.7.0 Authentication required"]
    assert send(sink) == {"grace@example.org": Refused("553 5.7.1 Not your address")}
    trouble = send(sink)["grace@example.org"]
    assert trouble == Later("530 5.7.0 Authentication required", why="server")


def test_starttls_and_login_work():
    with sink_server(tls=True, login=("support", "pässword")) as sink:
        ours = {"smtp_security": "starttls", "smtp_user": "support"}
        outcomes = send(sink, smtp_password="pässword", **ours)
        assert outcomes == {"grace@example.org": Sent("250 OK queued as 1")}
        trouble = send(sink, smtp_password="wrong", **ours)["grace@example.org"]
    assert isinstance(trouble, Later)
    assert trouble.why == "server"
    assert "refused the user name or the password" in trouble.answer


def test_starttls_is_required_once_chosen(sink):
    trouble = send(sink, smtp_security="starttls")["grace@example.org"]
    assert isinstance(trouble, Later)
    assert "offers no STARTTLS" in trouble.answer


def test_a_certificate_nobody_vouches_for_is_refused(monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with sink_server(tls=True) as sink:
        trouble = send(sink, smtp_security="starttls")["grace@example.org"]
    assert isinstance(trouble, Later)
    assert "is not trusted" in trouble.answer
    assert not sink.mails


def test_an_address_with_foreign_letters_is_said_as_the_server_can_hear_it(sink):
    assert isinstance(send(sink, "jörg@bücher.example")["jörg@bücher.example"], Sent)
    assert "SMTPUTF8" in sink.mails[0].options
    assert sink.mails[0].recipients == ["jörg@bücher.example"]


def test_a_server_that_is_away_means_later(sink):
    with CuttingProxy(sink.port, after_bytes=[0]) as proxy:
        trouble = send(sink, smtp_port=proxy.port)["grace@example.org"]
    assert isinstance(trouble, Later)
    assert trouble.why == "server"


def test_without_a_server_of_its_own_an_inbox_uses_the_relay(sink, settings):
    nowhere = send(sink, smtp_host="")["grace@example.org"]
    assert isinstance(nowhere, Later)
    assert "No outgoing server is set" in nowhere.answer
    settings.HELPWELL = replace(settings.HELPWELL, smtp_relay=("127.0.0.1", sink.port))
    assert isinstance(send(sink, smtp_host="")["grace@example.org"], Sent)
