"""A mail from an inbox to itself: the proof that sending and fetching both work."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from django.utils.translation import gettext as _

from helpwell.channels.adapters.email import mailbox, popbox
from helpwell.channels.adapters.email.catching_up import BEGINNING_BYTES
from helpwell.channels.adapters.email.probing import Step
from helpwell.channels.adapters.email.sentences import explain
from helpwell.channels.adapters.email.servers import Server, incoming_of
from helpwell.channels.adapters.email.smtp import Sender, Sent
from helpwell.channels.models import Envelope, Inbox
from helpwell.core import clock

WAITING_SECONDS = 40.0
LOOKING_SECONDS = 1.0
POP_SECONDS = 3.0
NEWEST = 20


def round_trip(inbox: Inbox, *, address: str) -> list[Step]:
    """Send a mail from `address` to itself and see it come in; two steps at most.

    It is marked as automatic and comes from our own address, so no ticket is made of it.
    """
    message_id = make_msgid("trial", domain=address.rpartition("@")[2] or None)
    sending = _send(inbox, address, message_id)
    return [sending, _await(inbox, message_id)] if sending.is_ok else [sending]


def letter(address: str, message_id: str) -> bytes:
    """The mail that is sent: automatic, so that nobody answers it (RFC 3834, section 5)."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = mail["To"] = address
    mail["Subject"] = _("Helpwell tries this inbox")
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_("Sent by the set-up of an inbox, to see that mail leaves and comes in."))
    return mail.as_bytes()


def _send(inbox: Inbox, address: str, message_id: str) -> Step:
    with Sender() as sender:
        raw = letter(address, message_id)
        outcome = sender.send(inbox, raw, sender=address, recipients=[address])[address]
    words = _("Handed over (%(said)s).") if isinstance(outcome, Sent) else "%(said)s"
    sentence = words % {"said": outcome.answer.rstrip(".")}
    return Step(_("Mail to ourselves"), is_ok=isinstance(outcome, Sent), sentence=sentence)


def _await(inbox: Inbox, message_id: str) -> Step:
    started_at, name = time.monotonic(), _("Came in")
    try:
        has_come = _watch(inbox, message_id)
    except Exception as error:  # whatever it is, the person reads it
        return Step(name, is_ok=False, sentence=explain(error, incoming_of(inbox)))
    if has_come:
        seconds = max(1, round(time.monotonic() - started_at))
        return Step(name, is_ok=True, sentence=_("It is here after %(n)s s.") % {"n": seconds})
    return Step(
        name,
        is_ok=False,
        sentence=_(
            "It was sent, but is not here after %(n)s seconds. Look into the spam folder, and see "
            "that mail to this address really ends in this mailbox and folder."
        )
        % {"n": round(WAITING_SECONDS)},
    )


def _watch(inbox: Inbox, message_id: str) -> bool:
    with ExitStack() as at_the_end:
        looks: list[Callable[[], bool]] = [lambda: _is_stored(message_id)]
        pause = LOOKING_SECONDS
        if inbox.fetch_host and inbox.fetch_protocol == Inbox.Protocol.POP3:
            looks.append(lambda: _is_in_popbox(incoming_of(inbox), message_id))
            pause = POP_SECONDS
        elif inbox.fetch_host:
            looks.append(_mailbox_look(at_the_end, incoming_of(inbox), message_id))
        until = time.monotonic() + WAITING_SECONDS
        while time.monotonic() < until:
            if any(look() for look in looks):
                return True
            time.sleep(pause)
    return False


def _is_stored(message_id: str) -> bool:
    """Whether it was taken in meanwhile, by a fetcher, the receiver or a hook, and read."""
    return Envelope.objects.filter(message_id_header=message_id).exists()


def _mailbox_look(at_the_end: ExitStack, server: Server, message_id: str) -> Callable[[], bool]:
    client = mailbox.connect(server)
    at_the_end.callback(mailbox.hang_up, client)
    client.select_folder(server.folder, readonly=True)

    def look() -> bool:
        client.noop()
        return bool(client.search(["HEADER", "Message-ID", message_id]))

    return look


def _is_in_popbox(server: Server, message_id: str) -> bool:
    box = popbox.connect(server)
    try:
        newest = list(popbox.numbers(box).values())[-NEWEST:]
        headers = (box.content(f"TOP {number} 0", most=BEGINNING_BYTES) for number in newest)
        return any(message_id.encode() in header for header in headers)
    finally:
        popbox.drop(box)
