from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from helpwell.channels import signing
from helpwell.channels.mail.compose import build
from helpwell.channels.models import Delivery, Envelope, Inbox
from helpwell.channels.outgoing import outgoing_of
from helpwell.channels.recipients import answer_again, answer_to, with_requester
from helpwell.core.addresses import is_writable
from helpwell.tickets.content import Recipient
from helpwell.tickets.models import Message, Ticket


def inbox_of(ticket: Ticket) -> Inbox | None:
    """The inbox an answer on this ticket leaves from: where it came in last, else the first one."""
    came_in = Envelope.objects.filter(message__ticket=ticket).order_by("-pk")
    envelope = came_in.select_related("inbox").first()
    return envelope.inbox if envelope else Inbox.objects.filter(is_active=True).first()


def answer_address(inbox: Inbox, ticket: Ticket) -> str:
    """Where customers' mail programs send what answers this ticket."""
    if not inbox.uses_reply_address:
        return inbox.address
    return signing.reply_address(inbox.address, ticket_id=ticket.pk)


def our_addresses() -> set[str]:
    """The addresses of all inboxes, in small letters."""
    return {address.lower() for address in Inbox.objects.values_list("address", flat=True)}


def answer_recipients(ticket: Ticket, *, shown: Sequence[Message] = ()) -> list[Recipient]:
    """Whom the next answer on this ticket goes to, unless its writer changes it.

    `shown` are its newest messages, where somebody has read them already.
    """
    spoken = (message for message in reversed(shown) if message.is_public and not message.is_bounce)
    last = next(spoken, None) or _last_spoken(ticket)
    if last is None:
        return []
    if last.kind == Message.Kind.REPLY:
        return answer_again(last.recipients)
    recipients = answer_to(last.recipients, ours=our_addresses())
    if last.customer_id == ticket.requester_id:
        return recipients
    return _with_requester(recipients, ticket)


def _last_spoken(ticket: Ticket) -> Message | None:
    public = ticket.messages.filter(kind__in=Message.PUBLIC, is_bounce=False)
    return public.order_by("-pk").first()


def _with_requester(recipients: list[Recipient], ticket: Ticket) -> list[Recipient]:
    """Somebody else wrote last: the requester is not forgotten over them."""
    identity = ticket.requester.identities.filter(kind="email").first()
    if identity is None or not is_writable(identity.value):
        return recipients
    requester = Recipient(kind="to", name=ticket.requester.name, email=identity.value)
    return with_requester(recipients, requester)


def last_received(ticket: Ticket, *, shown: Sequence[Message] = ()) -> Message | None:
    """The message from outside that an answer quotes; `shown` as in `answer_recipients`."""
    on_page = (m for m in reversed(shown) if m.kind == Message.Kind.RECEIVED)
    if newest := next(on_page, None):
        return newest
    received = ticket.messages.filter(kind=Message.Kind.RECEIVED)
    return received.select_related("customer", "author").order_by("-pk").first()


def deliveries_of(messages: Iterable[Message]) -> dict[int, Delivery]:
    """The delivery of each answer among `messages`, with its recipients."""
    found = Delivery.objects.filter(message__in=[m.pk for m in messages if m.is_public])
    return {
        delivery.message_id: delivery
        for delivery in found.prefetch_related("recipients")
        if delivery.message_id
    }


def envelopes_of(messages: Iterable[Message]) -> dict[int, Envelope]:
    """The raw mail each received message came in."""
    found = Envelope.objects.filter(message__in=[m.pk for m in messages if m.is_public])
    return {envelope.message_id: envelope for envelope in found if envelope.message_id}


def as_mailed(delivery: Delivery) -> bytes:
    """The mail of an answer, as the mail server gets it."""
    return build(outgoing_of(delivery))


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
