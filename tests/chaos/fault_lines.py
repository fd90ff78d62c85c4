"""Troubles of lines and servers: cut, doubled, refused; mailboxes that count anew; bad files."""

import random
import smtplib
import threading
from collections.abc import Callable
from dataclasses import replace

from helpwell.channels.tests.cutting import CuttingProxy
from helpwell.channels.tests.dovecot import Dovecot, dovecot_server
from helpwell.service.tests.running import until
from tests.chaos.agents import send, signed_in
from tests.chaos.browser import Browser
from tests.chaos.handing_in import a_mail, arrives, hand_in
from tests.chaos.house import House
from tests.chaos.look import connected, delivered, readings_of
from tests.chaos.mails import INBOX, Mail
from tests.chaos.markers import reply_marker
from tests.chaos.record import Record

COPIES = 10
BOX = "support"
TRYING_SECONDS = 240
_dice = random.Random(7)


def ten_copies(house: House, record: Record) -> None:
    """The same mail over ten connections at the same moment, five times."""
    for mail in [a_mail() for _ in range(5)]:
        together([lambda mail=mail: hand_in(house, mail) for _ in range(COPIES)])
        note_accepted(record, mail)


def cut_after_data(house: House, record: Record) -> None:
    """The sender's line is cut before or in the middle of our answer; it sends the mail again."""
    for said in range(0, 600, 40):
        mail = a_mail()
        with CuttingProxy(house.smtp_port, after_bytes=[said]) as line:
            try:
                hand_in(house, mail, port=line.port)
            except (OSError, smtplib.SMTPException) as trouble:
                record.note("not taken", marker=mail.marker, why=repr(trouble)[:200])
            assert hand_in(house, mail, port=line.port) == 250
        note_accepted(record, mail)


def cut_in_fetch(house: House, record: Record) -> None:
    """The line to the mailbox is cut again and again in the middle of mails."""
    with dovecot_server() as dovecot:
        cuts = [3_000, 20_000, 90_000, 250_000]
        with CuttingProxy(dovecot.port, after_bytes=cuts) as line:
            put(dovecot, record, 120)
            fetch_from(house, line.port)
            arrive_all(house, record)
            assert line.cuts == len(cuts)


def count_anew(house: House, record: Record) -> None:
    """The mailbox gets a new UIDVALIDITY while it is being fetched, and mail goes on coming."""
    with dovecot_server() as dovecot:
        put(dovecot, record, 30)
        fetch_from(house, dovecot.port)
        arrive_all(house, record)
        for _ in range(2):
            dovecot.stop()
            dovecot.count_anew(BOX)
            dovecot.start()
            put(dovecot, record, 10)
            arrive_all(house, record)


def poison(house: House, record: Record) -> None:
    """A mail's bytes are away for a while, as on a file system being repaired; others go on."""
    bad, good = a_mail(), [a_mail() for _ in range(20)]
    with connected(house) as session:
        session.execute(POISON, {"name": bad.sha256, "size": len(bad.raw)})
    for mail in good:
        assert hand_in(house, mail) == 250
        note_accepted(record, mail)
    for mail in good:
        arrives(house, mail)
    until(lambda: _was_tried(house, bad.sha256))
    path = house.data / "files" / bad.sha256[:2] / bad.sha256[2:4] / bad.sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bad.raw)
    note_accepted(record, bad)
    until(lambda: readings_of(house, bad.marker), seconds=TRYING_SECONDS)


def refusals(house: House, record: Record) -> None:
    """The server that takes our answers says no for good to some, and not now to others."""
    _answer_through(house, record, ["450 mailbox busy", "452 no room"])


def drops(house: House, record: Record) -> None:
    """The server hangs up before it has answered, once after it took the mail."""
    _answer_through(house, record, ["cut", "take and cut"])


def hangs(house: House, record: Record) -> None:
    """The server takes a mail's words and says nothing for half a minute, then shuts down."""
    _answer_through(house, record, ["hang", "421 shutting down"])


def _answer_through(house: House, record: Record, troubles: list[str]) -> None:
    """Answer a mail for each trouble, and those whom the server refuses; wait for every end."""
    house.sink.to_recipients = dict(REFUSED)
    mails = [*map(_from, REFUSED), *(a_mail() for _ in troubles)]
    for mail in mails:
        assert hand_in(house, mail) == 250
        note_accepted(record, mail)
        arrives(house, mail)
    house.sink.to_data = list(troubles)
    browser = signed_in(house.address)
    ends = {}
    for mail in mails:
        end = "failed" if mail.sender in REFUSED else "sent"
        ends[answer(house, browser, mail, record, end=end)] = end
    for marker, end in ends.items():
        fares(house, marker, end)
    assert not house.sink.to_data


REFUSED = {"gone@home.example": "550 no such user", "full@home.example": "554 refused"}


def _from(sender: str) -> Mail:
    mail = a_mail()
    raw = mail.raw.replace(mail.sender.encode(), sender.encode())
    return replace(mail, sender=sender, raw=raw)


def answer(house: House, browser: Browser, mail: Mail, record: Record, *, end: str = "sent") -> str:
    """Answer the ticket of a mail through its page; `end` is what shall become of the answer."""
    with connected(house) as session:
        row = session.execute(TICKET, [f"%{mail.marker}%"]).fetchone()
    assert row
    path, marker = f"/tickets/{row[0]}/", reply_marker(row[0], _dice)
    body = f"<p>A new one leaves today: {marker}.</p>"
    assert send(browser, browser.get(path), path, body).is_good
    record.note("reply", marker=marker, ticket=row[0], how="said", end=end)
    return marker


def fares(house: House, marker: str, end: str) -> None:
    """Wait until the answer with this marker has come to this end."""
    until(lambda: delivered(house, marker) == end, seconds=TRYING_SECONDS)


def put(dovecot: Dovecot, record: Record, count: int) -> None:
    """New mails for the mailbox, without NUL, which IMAP cannot carry (RFC 9051, section 4.3.1); in
    a mailbox they are as good as accepted."""
    mails = [_without_nul(a_mail()) for _ in range(count)]
    dovecot.append(*(mail.raw for mail in mails), user=BOX)
    for mail in mails:
        note_accepted(record, mail)


def _without_nul(mail: Mail) -> Mail:
    return replace(mail, raw=mail.raw.replace(b"\0", b""))


def fetch_from(house: House, port: int) -> None:
    """Let the house fetch its inbox's mail from a mailbox at this port."""
    said = house.running.ask("shell", "-c", FETCH.format(address=INBOX, port=port, user=BOX))
    assert said.returncode == 0, said.stderr


FETCH = """
from helpwell.channels.actions import change_inbox
from helpwell.channels.models import Inbox
from helpwell.core.actors import SYSTEM
change_inbox(Inbox.objects.get(address="{address}"), by=SYSTEM, fetch_host="127.0.0.1",
    fetch_port={port}, fetch_security="none", fetch_user="{user}", fetch_password="right")
"""


def arrive_all(house: House, record: Record) -> None:
    """Wait until everything that was accepted stands on a ticket."""
    for note in record.of("accepted"):
        until(lambda note=note: readings_of(house, note["marker"]) > 0, seconds=TRYING_SECONDS)


def note_accepted(record: Record, mail: Mail) -> None:
    record.note("accepted", marker=mail.marker, sha256=mail.sha256, answers="", to=mail.to)


def together(deeds: list[Callable[[], object]]) -> None:
    """Do them all at the same moment."""
    gate = threading.Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> None:
        gate.wait()
        deed()

    threads = [threading.Thread(target=one, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _was_tried(house: House, sha256: str) -> bool:
    with connected(house) as session:
        row = session.execute(
            "SELECT error FROM channels_envelope WHERE sha256 = %s", [sha256]
        ).fetchone()
    return bool(row and row[0])


TICKET = "SELECT ticket_id FROM tickets_message WHERE kind = 'received' AND text LIKE %s"
POISON = """
    WITH file AS (
        INSERT INTO files_file (sha256, size, created_at) VALUES (%(name)s, %(size)s, now())
        RETURNING id
    )
    INSERT INTO channels_envelope (inbox_id, sha256, raw_id, received_at, state, attempts,
        envelope_from, envelope_to, error, message_id_header, threaded_by, authentication,
        fingerprint, decision)
    SELECT (SELECT min(id) FROM channels_inbox), %(name)s, file.id, now(), 'waiting', 0,
        '', '', '', '', '', '', '', '' FROM file
"""
