"""The demo customers' mailboxes: putting mail in, and writing from them by real SMTP."""

import smtplib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from django.conf import settings
from django.db import transaction

from helpwell.channels.models import Inbox
from helpwell.core import clock
from helpwell.core.text import one_line, snippet, storable
from helpwell.demo import queries
from helpwell.demo.errors import NotTaken, NotThere, RealAddress
from helpwell.demo.models import Mail
from helpwell.demo.opening import OpenedMail
from helpwell.live.actions import tell

TOPIC = "demo-mail"
INVENTED = ".example"
PATIENCE_SECONDS = 15
HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where one reaches who listens everywhere


@dataclass(frozen=True, kw_only=True)
class Enclosed:
    """A file that a customer sends along."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def put(raw: bytes, *, recipients: Iterable[str]) -> Mail:
    """Put a mail into the mailboxes of `recipients`; the open viewers show it."""
    opened = OpenedMail(raw)
    mail = Mail.objects.create(
        raw=raw,
        recipients=[storable(address).lower()[:320] for address in recipients],
        sender=one_line(opened.sender.display_name or opened.sender.addr_spec)[:320],
        subject=one_line(opened.subject)[:500],
        last_words=snippet(opened.text, 160),
        message_id_header=opened.message_id[:998],
        received_at=clock.now(),
    )
    tell(TOPIC)
    return mail


def mark_read(mail: Mail) -> None:
    """Note that somebody has opened the mail."""
    if not mail.is_read:
        Mail.objects.filter(pk=mail.pk).update(is_read=True)
        tell(TOPIC)


def answer(mail: Mail, *, address: str, text: str, enclosed: Sequence[Enclosed] = ()) -> None:
    """Answer a mail as the customer with the mailbox `address`; it goes out by real SMTP."""
    opened = OpenedMail(bytes(mail.raw))
    me = next((one for one in opened.to if one.addr_spec.lower() == address.lower()), None)
    reply = _mail_from(me or Address(addr_spec=address), subject=_answer_subject(opened.subject))
    reply["To"] = opened.answers_go_to
    reply["In-Reply-To"] = opened.message_id
    reply["References"] = " ".join(opened.references)
    reply.set_content(f"{text.strip()}\n\n{_quoted(opened)}\n")
    _enclose(reply, enclosed)
    _hand_in(reply)


def write(
    *, sender: Address, to: str, subject: str, text: str, enclosed: Sequence[Enclosed] = ()
) -> None:
    """Write a first mail as a customer; refuses an address that might be somebody's."""
    if not sender.domain.lower().endswith(INVENTED):
        raise RealAddress
    mail = _mail_from(sender, subject=subject)
    mail["To"] = to
    mail.set_content(f"{text.strip()}\n")
    _enclose(mail, enclosed)
    _hand_in(mail)


def first_inbox_address() -> str:
    """Where a mail goes when nobody says where: the demo's first inbox, or else any."""
    inbox = queries.inboxes().first() or Inbox.objects.order_by("pk").first()
    if inbox is None:
        raise NotThere
    return inbox.address


def _mail_from(customer: Address, *, subject: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = customer
    mail["Subject"] = one_line(subject)
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = make_msgid(domain=customer.domain or "mail.example")
    return mail


def _answer_subject(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _quoted(opened: OpenedMail) -> str:
    """The mail that is answered, as mail programs put it below."""
    lines = "\n".join(f"> {line}".rstrip() for line in opened.text.strip().splitlines())
    writer = opened.sender.display_name or opened.sender.addr_spec
    return f"On {opened.message['Date']}, {writer} wrote:\n{lines}"


def _enclose(mail: EmailMessage, enclosed: Iterable[Enclosed]) -> None:
    for file in enclosed:
        kind, _, subtype = file.content_type.partition("/")
        if not subtype or kind in ("multipart", "message"):
            kind, subtype = "application", "octet-stream"
        mail.add_attachment(file.content, kind, subtype, filename=file.name)


def _hand_in(mail: EmailMessage) -> None:
    """Hand the mail to Helpwell's own receiver, as any mail server would."""
    environment = settings.HELPWELL
    try:
        host = HERE.get(environment.smtp_host, environment.smtp_host)
        with smtplib.SMTP(host, environment.smtp_port, timeout=PATIENCE_SECONDS) as server:
            server.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(reason=str(error)) from error
