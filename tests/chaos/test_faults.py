"""What comes in on a bad day, one thing at a time, on a whole Helpwell that runs."""

import smtplib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpwell.channels.adapters.email.answers import MOST_BYTES, MOST_RECIPIENTS
from helpwell.service.tests.running import until
from tests.chaos.handing_in import SENDER, a_mail, answer_to_data, arrives, hand_in
from tests.chaos.house import House
from tests.chaos.house import house as new_house
from tests.chaos.look import stored, what_is_left
from tests.chaos.mails import INBOX, Mail

MEGABYTE = 1024 * 1024
ENDLESS = b"for ever and ever " * 5000 + b"\r\n"
MOST_MEMORY_MORE = 200 * MEGABYTE  # twice the largest mail, and what reading it needs


@pytest.fixture(scope="module")
def founded() -> Iterator[House]:
    with new_house() as ours:
        yield ours


@pytest.fixture
def house(founded: House) -> House:
    """The house, in which a good mail from before the trouble has arrived."""
    before = a_mail()
    assert hand_in(founded, before) == 250
    arrives(founded, before)
    return founded


def goes_on(house: House) -> None:
    """A good mail from after the trouble arrives, and nothing else is left."""
    after = a_mail()
    assert hand_in(house, after) == 250
    arrives(house, after)
    until(lambda: not any(what_is_left(house).values()))


def test_a_mail_as_large_as_may_be_is_read_and_a_larger_one_refused(house: House):
    largest = _sized(MOST_BYTES)
    assert hand_in(house, largest) == 250
    assert hand_in(house, _sized(MOST_BYTES + MEGABYTE)) == 552
    arrives(house, largest)
    goes_on(house)


def _sized(size: int) -> Mail:
    """A mail with a file that makes it so large, in bytes."""
    mail = a_mail()
    head = (
        f"From: {SENDER}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    )
    text = f"--b\r\n\r\nWith a film, {mail.marker}.\r\n--b\r\n"
    film = "Content-Type: video/mp4\r\nContent-Disposition: attachment; filename=film.mp4\r\n"
    start, end = f"{head}{text}{film}\r\n".encode(), b"--b--\r\n"
    line = b"x" * 74 + b"\r\n"
    lines, rest = divmod(size - len(start) - len(end), len(line))
    raw = start + line * lines + b"y" * (rest - 2) + b"\r\n" * (rest >= 2) + end
    return Mail(mail.marker, SENDER, INBOX, raw)


def test_a_mail_without_end_is_cut_off_and_fills_no_memory(house: House):
    memory = _memory_of_worker(house)
    before, most, sent = memory(), 0, 0
    with smtplib.SMTP("127.0.0.1", house.smtp_port, timeout=60) as smtp:
        smtp.ehlo()
        smtp.mail(SENDER)
        smtp.rcpt(INBOX)
        smtp.docmd("DATA")
        while sent < 10 * MOST_BYTES and _goes_through(smtp, ENDLESS):
            sent += len(ENDLESS)
            most = max(most, memory())
        smtp.close()
    assert MOST_BYTES < sent <= 3 * MOST_BYTES
    assert most - before < MOST_MEMORY_MORE
    goes_on(house)


def _goes_through(smtp: smtplib.SMTP, piece: bytes) -> bool:
    """Whether the line still holds."""
    assert smtp.sock
    try:
        smtp.sock.sendall(piece)
    except OSError:
        return False
    return True


def _memory_of_worker(house: House) -> Callable[[], int]:
    """Tells how many bytes of memory the worker, which takes mail, has in hand."""
    status = Path(f"/proc/{house.running.part('worker')['pid']}/status")
    return lambda: int(status.read_text().partition("VmRSS:")[2].split()[0]) * 1024


def test_ten_thousand_recipients_are_one_mail_and_the_rest_are_sent_again(house: House):
    mail = a_mail()
    with smtplib.SMTP("127.0.0.1", house.smtp_port, timeout=120) as smtp:
        smtp.ehlo()
        smtp.mail(SENDER)
        codes = [smtp.rcpt(INBOX.replace("@", f"+{n}@"))[0] for n in range(10_000)]
        assert answer_to_data(smtp, mail.raw) == 250
    assert codes == [250] * MOST_RECIPIENTS + [452] * (10_000 - MOST_RECIPIENTS)
    arrives(house, mail)
    assert stored(house, mail.sha256) == 1
    goes_on(house)


def test_nul_bytes_are_kept_and_hurt_nobody(house: House):
    mail = a_mail()
    raw = mail.raw.replace(b"Subject: Matter", b"Subject: \0Mat\0ter") + b"\0" * 1000 + b"\r\n"
    nul = Mail(mail.marker, mail.sender, mail.to, raw)
    assert hand_in(house, nul) == 250
    arrives(house, nul)
    assert stored(house, nul.sha256) == 1
    goes_on(house)
