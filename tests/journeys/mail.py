"""A customer's mail program."""

import smtplib
from email.message import EmailMessage
from email.utils import make_msgid

from tests.journeys.conftest import INBOX, House


def write(
    house: House, *, sender: str, text: str, subject: str, to: str = INBOX, **headers: str
) -> str:
    """Send a customer's plain mail; its Message-ID."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = make_msgid(domain="customer.example")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    post(house, mail.as_bytes(), to=to)
    return str(mail["Message-ID"])


def post(house: House, raw: bytes, *, to: str = INBOX) -> None:
    """Hand in a mail as any mail server would."""
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.sendmail("customer@customer.example", [to], raw)
