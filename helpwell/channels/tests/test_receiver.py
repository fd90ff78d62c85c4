"""Mail that mail servers hand us, by SMTP and LMTP."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

import psycopg
import pytest
from django.db import OperationalError, connection

from helpwell.channels.adapters.email import receiver, reception
from helpwell.channels.models import Envelope, Inbox
from helpwell.channels.testing import make_inbox
from helpwell.channels.tests.inboxes import mails_of
from helpwell.core.testing import eventually

pytestmark = pytest.mark.django_db(transaction=True)
RAW = b"From: grace@example.org\r\nSubject: Hello\r\n\r\nWhere is it?\r\n"
SUPPORT = "support@arbor.example"


@dataclass
class Receiver:
    port: int
    lmtp_port: int

    def smtp(self) -> smtplib.SMTP:
        return smtplib.SMTP("127.0.0.1", self.port, timeout=60)

    def lmtp(self) -> smtplib.LMTP:
        return smtplib.LMTP("127.0.0.1", self.lmtp_port, timeout=60)

    def raw(self) -> socket.socket:
        connected = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connected.recv(1000)
        return connected


@pytest.fixture
def start(settings) -> Iterator[object]:
    """Starts the receiver; call it after limits have been changed."""
    stop = threading.Event()
    threads: list[threading.Thread] = []

    def start() -> Receiver:
        ours = Receiver(_free_port(), _free_port())
        settings.HELPWELL = replace(
            settings.HELPWELL, smtp_port=ours.port, lmtp_port=ours.lmtp_port
        )
        threads.append(threading.Thread(target=receiver.serve, args=[stop]))
        threads[0].start()
        assert eventually(lambda: _answers(ours.lmtp_port))
        return ours

    yield start
    stop.set()
    for thread in threads:
        thread.join()


@pytest.fixture
def ours(start) -> Receiver:
    return start()


def hand_in(ours: Receiver, raw: bytes = RAW, *, to: str = SUPPORT) -> None:
    with ours.smtp() as smtp:
        smtp.sendmail("grace@example.org", [to], raw)


def hand_in_exactly(ours: Receiver, raw: bytes) -> None:
    """As our own hand writes it: libraries change odd line ends."""
    with ours.raw() as connected:
        converse(connected, b"EHLO x", b"MAIL FROM:<grace@example.org>")
        converse(connected, b"RCPT TO:<support@arbor.example>", b"DATA")
        dotted = (b"\r\n" + raw).replace(b"\r\n.", b"\r\n..")[2:]
        assert converse(connected, dotted + b".")[0][:3] == b"250"


def converse(connected: socket.socket, *lines: bytes) -> list[bytes]:
    """Say lines one by one; the last line of each answer."""
    return [_said(connected, line) for line in lines]


def test_a_mail_is_stored_byte_for_byte(ours):
    inbox = make_inbox(address=SUPPORT)
    raw = (
        b"Subject: x\r\n\r\n\0\xff\n.\n.\r\nbare \r and "
        + b"long " * 40_000
        + b"\r\n.\r\n..\r\n.a\r\n"
    )
    hand_in_exactly(ours, raw)
    assert mails_of(inbox) == [raw]
    envelope = Envelope.objects.get()
    assert (envelope.envelope_from, envelope.envelope_to) == ("grace@example.org", SUPPORT)


def test_only_addresses_of_active_inboxes_are_taken(ours):
    inbox = make_inbox(address=SUPPORT)
    make_inbox(address="old@arbor.example", is_active=False)
    with ours.smtp() as smtp:
        smtp.ehlo()
        smtp.mail("grace@example.org")
        assert smtp.rcpt("Support@Arbor.example")[0] == 250
        assert smtp.rcpt("support+42.abc@arbor.example")[0] == 250
        code, sentence = smtp.rcpt("stranger@arbor.example")
        assert (code, b"No inbox here has this address" in sentence) == (550, True)
        assert smtp.rcpt("old@arbor.example")[0] == 550
        assert smtp.data(RAW)[0] == 250
    assert mails_of(inbox) == [RAW]
    assert Envelope.objects.get().envelope_to == "support+42.abc@arbor.example"


def test_a_mail_for_two_inboxes_is_in_both_and_the_same_mail_again_is_in_none(ours):
    inboxes = [make_inbox(address=SUPPORT), make_inbox(address="billing@arbor.example")]
    for _ in range(2):
        with ours.smtp() as smtp:
            smtp.sendmail("", [inbox.address for inbox in inboxes], RAW)
    assert [mails_of(inbox) for inbox in inboxes] == [[RAW], [RAW]]


def test_a_second_mail_cannot_be_smuggled_behind_a_bare_line_feed(ours):
    inbox = make_inbox(address=SUPPORT)
    raw = b"Subject: x\r\n\r\none\n.\nMAIL FROM:<x@y.z>\r.\r\nRCPT TO:<x@y.z>\r\n"
    hand_in_exactly(ours, raw)
    assert mails_of(inbox) == [raw]


def test_commands_sent_along_with_the_end_of_a_mail_are_heard(ours):
    inbox = make_inbox(address=SUPPORT)
    with ours.raw() as connected:
        converse(connected, b"EHLO x")
        begin = b"MAIL FROM:<>\r\nRCPT TO:<support@arbor.example>\r\nDATA"
        for number in range(3):
            _say(connected, begin)
            assert eventually(lambda: b"354" in connected.recv(1000))
            _say(connected, b"Subject: %d\r\n\r\n.\r\nRSET" % number)
            assert _read_lines(connected, 2) == [b"250", b"250"]
        _say(connected, begin)
        assert eventually(lambda: b"354" in connected.recv(1000))
        _say(connected, b".\r\nQUIT")
        assert _read_lines(connected, 2) == [b"250", b"221"]
    assert mails_of(inbox) == [
        b"Subject: 0\r\n\r\n",
        b"Subject: 1\r\n\r\n",
        b"Subject: 2\r\n\r\n",
        b"",
    ]


def test_a_mail_that_is_too_large_is_refused_at_the_door_and_at_its_end(start, monkeypatch):
    monkeypatch.setattr(reception, "MOST_BYTES", 100_000)
    inbox, ours = make_inbox(address=SUPPORT), start()
    with ours.smtp() as smtp:
        smtp.ehlo()
        assert smtp.esmtp_features["size"] == "100000"
        assert smtp.mail("grace@example.org", ["SIZE=100001"])[0] == 552
        smtp.mail("grace@example.org")
        smtp.rcpt(SUPPORT)
        assert smtp.data(b"x" * 70 * 2000)[0] == 552
        smtp.sendmail("grace@example.org", [SUPPORT], RAW)  # the connection still serves
    assert mails_of(inbox) == [RAW]


def test_an_endless_mail_is_cut_off(start, monkeypatch):
    monkeypatch.setattr(reception, "MOST_BYTES", 100_000)
    make_inbox(address=SUPPORT)
    with start().raw() as connected:
        converse(connected, b"EHLO x", b"MAIL FROM:<>", b"RCPT TO:<support@arbor.example>", b"DATA")
        with pytest.raises(OSError):  # noqa: PT012 - whichever of the two is first
            for _ in range(1000):
                connected.sendall(b"x" * 100_000)
            connected.recv(1)


def test_a_database_that_is_away_means_try_again_and_the_next_try_succeeds(ours, monkeypatch):
    inbox = make_inbox(address=SUPPORT)
    with ours.smtp() as smtp:
        smtp.ehlo()
        smtp.mail("grace@example.org")
        smtp.rcpt(SUPPORT)
        with database_away():
            code, sentence = smtp.data(RAW)
        assert (code, b"database is away" in sentence) == (451, True)
        assert eventually(lambda: _stored(inbox) == [])
        assert eventually(lambda: _is_taken(smtp))
    assert mails_of(inbox) == [RAW]


def test_a_full_disk_means_try_again(ours, settings, tmp_path):
    inbox = make_inbox(address=SUPPORT)
    storages = settings.STORAGES
    (tmp_path / "full").touch()
    full = storages["default"] | {"OPTIONS": {"location": tmp_path / "full"}}
    settings.STORAGES = storages | {"default": full}
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        hand_in(ours)
    assert refusal.value.smtp_code == 452
    settings.STORAGES = storages
    hand_in(ours)
    assert mails_of(inbox) == [RAW]


def test_lmtp_answers_for_every_recipient(ours):
    inboxes = [make_inbox(address=SUPPORT), make_inbox(address="billing@arbor.example")]
    with ours.lmtp() as lmtp:
        assert lmtp.ehlo()[0] == 250  # LHLO
        lmtp.mail("grace@example.org")
        codes = [lmtp.rcpt(a)[0] for a in (SUPPORT, "x@y.example", "billing@arbor.example")]
        assert codes == [250, 550, 250]
        assert lmtp.data(RAW)[0] == 250
        assert lmtp.getreply()[0] == 250
        assert lmtp.noop()[0] == 250
    assert [mails_of(inbox) for inbox in inboxes] == [[RAW], [RAW]]


def test_recipients_beyond_a_thousand_are_to_be_sent_again(ours):
    inbox = make_inbox(address=SUPPORT)
    with ours.smtp() as smtp:
        smtp.ehlo()
        smtp.mail("grace@example.org")
        codes = [smtp.rcpt(f"support+{number}@arbor.example")[0] for number in range(1003)]
        assert codes == [250] * 1000 + [452] * 3
        assert smtp.data(RAW)[0] == 250
    assert mails_of(inbox) == [RAW]


def test_twenty_clients_at_once_lose_nothing(ours):
    inbox = make_inbox(address=SUPPORT)

    def client(number: int) -> None:
        with ours.smtp() as smtp:
            for mail in range(15):
                smtp.sendmail("g@x.example", [SUPPORT], b"Subject: %d-%d\r\n\r\n" % (number, mail))

    with ThreadPoolExecutor(20) as clients:
        list(clients.map(client, range(20)))
    mails = set(mails_of(inbox))
    assert mails == {b"Subject: %d-%d\r\n\r\n" % (n, m) for n in range(20) for m in range(15)}


def test_a_client_that_dawdles_holds_up_nobody_and_is_sent_away(start, monkeypatch):
    monkeypatch.setattr(reception, "SILENCE_SECONDS", 4.0)
    inbox, ours = make_inbox(address=SUPPORT), start()
    with ours.raw() as connected:
        converse(connected, b"EHLO x", b"MAIL FROM:<>", b"RCPT TO:<support@arbor.example>", b"DATA")
        connected.sendall(b"Subject: slow")
        hand_in(ours)
        assert connected.recv(1) == b""
    assert mails_of(inbox) == [RAW]


def test_one_connection_too_many_is_told_to_come_back(start, monkeypatch):
    ours = start()
    monkeypatch.setattr(receiver, "MOST_CONNECTIONS", 2)
    with ExitStack() as inside:
        for _ in "12":  # until those who looked whether we are there have gone
            assert eventually(lambda: _comes_in(ours, inside))
        with pytest.raises(smtplib.SMTPConnectError) as refusal:
            ours.smtp()
        assert refusal.value.smtp_code == 421
    with ExitStack() as inside:
        assert eventually(lambda: _comes_in(ours, inside))


@pytest.mark.parametrize("nonsense", [b"\0\xff", b"x" * 5000, b"RCPT TO:<" + b"x" * 200 + b"@"])
def test_nonsense_is_answered_and_endless_nonsense_ended(ours, nonsense):
    with ours.raw() as connected:
        assert converse(connected, nonsense)[0][:1] == b"5"
        with pytest.raises(OSError):  # noqa: PT012 - whichever of the two is first
            for _ in range(20_000):
                _say(connected, b"NOOP")
                if not connected.recv(4000):
                    raise ConnectionResetError


def test_what_is_in_hand_is_finished_when_the_receiver_stops(settings):
    inbox = make_inbox(address=SUPPORT)
    ours = Receiver(_free_port(), 0)
    settings.HELPWELL = replace(settings.HELPWELL, smtp_port=ours.port, lmtp_port=None)
    stop = threading.Event()
    thread = threading.Thread(target=receiver.serve, args=[stop])
    thread.start()
    assert eventually(lambda: _answers(ours.port))
    with ours.raw() as connected:
        converse(connected, b"EHLO x", b"MAIL FROM:<>", b"RCPT TO:<support@arbor.example>", b"DATA")
        stop.set()
        assert eventually(lambda: not _answers(ours.port))
        assert converse(connected, RAW + b".")[0][:3] == b"250"
    thread.join()
    assert mails_of(inbox) == [RAW]


@contextmanager
def database_away() -> Iterator[None]:
    """Nobody can connect to the database, and whoever was connected is cut off."""
    parameters = connection.get_connection_params()
    name = parameters["dbname"]
    kept = {
        key: parameters[key] for key in ("user", "password", "host", "port") if key in parameters
    }
    connection.close()
    with psycopg.connect(**kept, dbname="postgres", autocommit=True) as outside:
        outside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        outside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            outside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def _stored(inbox: Inbox) -> list[bytes] | None:
    """The mails of an inbox; nothing as long as our own connections have not come back."""
    try:
        return mails_of(inbox)
    except OperationalError:
        return None


def _is_taken(smtp: smtplib.SMTP) -> bool:
    try:
        smtp.sendmail("grace@example.org", [SUPPORT], RAW)
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
        return False
    return True


def _comes_in(ours: Receiver, inside: ExitStack) -> bool:
    try:
        inside.enter_context(ours.smtp())
    except smtplib.SMTPConnectError:
        return False
    return True


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _say(connected: socket.socket, line: bytes) -> None:
    connected.sendall(line + b"\r\n")


def _said(connected: socket.socket, line: bytes) -> bytes:
    _say(connected, line)
    answer = b""
    while not any(part[3:4] == b" " for part in answer.split(b"\r\n")[:-1]):
        piece = connected.recv(4000)
        if not piece:
            raise ConnectionResetError
        answer += piece
    return answer


def _read_lines(connected: socket.socket, number: int) -> list[bytes]:
    """The codes of so many answers."""
    said = b""
    while said.count(b"\r\n") < number:
        said += connected.recv(4000)
    return [line[:3] for line in said.split(b"\r\n")[:-1]]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
