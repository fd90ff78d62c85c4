"""One mail at a time, by hand."""

import random
import smtplib
from itertools import count

from helpwell.service.tests.running import until
from tests.chaos.house import House
from tests.chaos.look import readings_of
from tests.chaos.mails import INBOX, Mail, new_mail

SENDER = "grace@home.example"
_numbers = count(1)


def a_mail() -> Mail:
    return new_mail(next(_numbers), random.Random())


def hand_in(house: House, mail: Mail, *, port: int | None = None) -> int:
    """The code of the answer to a mail, wherever in the conversation it was decided."""
    with smtplib.SMTP("127.0.0.1", port or house.smtp_port, timeout=180) as smtp:
        smtp.ehlo()
        return next(
            (code for code, _ in (smtp.mail(SENDER), smtp.rcpt(INBOX)) if code != 250), 0
        ) or answer_to_data(smtp, mail.raw)


def answer_to_data(smtp: smtplib.SMTP, raw: bytes) -> int:
    try:
        return smtp.data(raw)[0]
    except smtplib.SMTPDataError as refusal:
        return refusal.smtp_code


def arrives(house: House, mail: Mail) -> None:
    """Wait until the mail stands on a ticket; more than once is wrong."""
    until(lambda: readings_of(house, mail.marker) > 0)
    assert readings_of(house, mail.marker) == 1
