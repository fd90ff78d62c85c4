from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from helpwell.channels import signing
from helpwell.channels.answering import answering_on
from helpwell.channels.apart import apart_on
from helpwell.channels.health_queries import mail_health
from helpwell.channels.mail.compose import build
from helpwell.channels.mail.dkim import sign
from helpwell.channels.models import Delivery, Envelope, Inbox
from helpwell.channels.outgoing import outgoing_of, signer_of
from helpwell.channels.recipients import Mode
from helpwell.channels.troubles import troubles_of
from helpwell.core.health import Finding
from helpwell.tickets.content import Recipient
from helpwell.tickets.models import Merge, Message, Ticket


def mail_troubles() -> list[Finding]:
    """What is wrong with mail now, the worst first; a fixed number of queries."""
    return list(troubles_of(mail_health()))


def inbox_of(ticket: Ticket) -> Inbox | None:
    """The inbox an answer on this ticket leaves from: where it came in last, else the first of its
    brand, else the first one."""
    came_in = Envelope.objects.filter(message__ticket=ticket, message__side_talk=None)
    envelope = came_in.select_related("inbox__brand").order_by("-pk").first()
    usual = Inbox.objects.filter(is_active=True).select_related("brand")
    if envelope:
        return envelope.inbox
    return usual.filter(brand=ticket.brand_id or 0).first() or usual.first()


def answer_address(inbox: Inbox, ticket: Ticket) -> str:
    """Where customers' mail programs send what answers this ticket."""
    if not inbox.uses_reply_address:
        return inbox.address
    return signing.reply_address(inbox.address, ticket_id=ticket.pk)


def answer_recipients(
    ticket: Ticket, *, shown: Sequence[Message] = (), mode: Mode = "usual"
) -> list[Recipient]:
    """Whom the next answer on this ticket goes to, unless its writer changes it.

    `shown` are its newest messages, where somebody has read them already.
    """
    return answering_on(ticket, shown=shown).recipients(mode)


def last_received(
    ticket: Ticket, *, shown: Sequence[Message] = (), merges: Sequence[Merge] | None = None
) -> Message | None:
    """The message from outside that an answer quotes; `shown` as in `answer_recipients`."""
    apart = apart_on(ticket, merges=merges).message_ids
    on_page = (m for m in reversed(shown) if m.kind == Message.Kind.RECEIVED and m.pk not in apart)
    if newest := next(on_page, None):
        return newest
    received = ticket.messages.filter(kind=Message.Kind.RECEIVED).exclude(pk__in=apart)
    return received.select_related("customer", "author").order_by("-pk").first()


def deliveries_of(messages: Iterable[Message]) -> dict[int, Delivery]:
    """The delivery of each message among `messages` that was mailed, with its recipients."""
    mailed = [message.pk for message in messages if message.is_mailed]
    found = Delivery.objects.filter(message__in=mailed).select_related("inbox", "message")
    return {
        delivery.message_id: delivery
        for delivery in found.prefetch_related("recipients")
        if delivery.message_id
    }


def as_mailed(delivery: Delivery) -> bytes:
    """The mail of an answer, as the mail server gets it."""
    raw, inbox, message = build(outgoing_of(delivery)), delivery.inbox, delivery.message
    signer = signer_of(inbox)
    if signer is None or inbox.dkim_checked_at is None or message is None:
        return raw
    return sign(raw, signer, at=message.created_at)


def only_through(inboxes: QuerySet[Inbox]) -> QuerySet[Ticket]:
    """The tickets all of whose mail came in through `inboxes`."""
    through = Envelope.objects.filter(inbox__in=inboxes, message__isnull=False)
    elsewhere = Envelope.objects.exclude(inbox__in=inboxes).filter(message__isnull=False)
    return Ticket.objects.filter(pk__in=through.values("message__ticket")).exclude(
        pk__in=elsewhere.values("message__ticket")
    )


def parked() -> QuerySet[Envelope]:
    """Mails that could not be read and wait for a person."""
    return Envelope.objects.filter(state=Envelope.State.PARKED).select_related("inbox")


def backlog() -> int:
    """How many accepted mails wait to be read."""
    return Envelope.objects.filter(state=Envelope.State.WAITING).count()
