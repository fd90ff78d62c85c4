"""The mails that customers write: of several kinds, each with a marker of its own."""

import hashlib
import random
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid

from helpwell.channels.tests.sink import Mail as SinkMail
from tests.chaos.markers import REPLY, mail_marker

CUSTOMERS = 40
INBOX = "support@arbor.example"


@dataclass(frozen=True)
class Mail:
    """A mail to hand in, the same bytes each time; `answers` is the marker of a reply of ours."""

    marker: str
    sender: str
    to: str
    raw: bytes
    answers: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def new_mail(number: int, dice: random.Random) -> Mail:
    """A customer's new matter: plain, rich, with a file, or with bytes that are no text."""
    marker, sender = mail_marker(number, dice), f"customer{dice.randrange(CUSTOMERS)}@home.example"
    message = _written(f"Matter {marker}", sender, INBOX)
    _fill(message, marker, dice)
    raw = message.as_bytes(policy=policy.SMTP)
    if dice.random() < 0.1:
        raw += b"\r\n.\r\n..\r\nodd bytes: \x00 \xff \xfe\r\n"
    return Mail(marker, sender, INBOX, raw)


def answer_to(reply: SinkMail, number: int, dice: random.Random) -> Mail:
    """What the customer answers to a mail of ours: to its Reply-To, quoting it."""
    ours = message_from_bytes(reply.raw, policy=policy.default)
    marker, to = mail_marker(number, dice), ours["Reply-To"].addresses[0].addr_spec
    message = _written(ours["Subject"], reply.recipients[0], to)
    message["In-Reply-To"] = ours["Message-ID"]
    said = marker_of(reply)
    message.set_content(f"Thank you, {marker}.\n\nOn Monday, Ana wrote:\n> Here is {said}.\n")
    return Mail(marker, reply.recipients[0], to, message.as_bytes(policy=policy.SMTP), said)


def marker_of(reply: SinkMail) -> str:
    """The marker of the reply that a mail of ours carries."""
    ours = message_from_bytes(reply.raw, policy=policy.default)
    body = ours.get_body(("plain",))
    found = REPLY.search(body.get_content()) if body else None
    return found[0] if found else ""


def _written(subject: str, sender: str, to: str) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = f"Customer <{sender}>", to, subject
    message["Message-ID"] = make_msgid(domain="home.example")
    return message


def _fill(message: EmailMessage, marker: str, dice: random.Random) -> None:
    text = f"My parcel is late, says {marker}.\n.\n..two dots\nGrüße, Zoë\n"
    message.set_content(text, cte=dice.choice(("8bit", "quoted-printable", "base64")))
    if dice.random() < 0.3:
        message.add_alternative(f"<p>My parcel is late, says <b>{marker}</b>.</p>", subtype="html")
    if dice.random() < 0.2:
        content = dice.randbytes(50_000)
        message.add_attachment(content, maintype="image", subtype="png", filename="parcel.png")
