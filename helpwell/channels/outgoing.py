"""An answer as the mail it becomes: read from the rows each time it is sent, always the same."""

from email.utils import format_datetime

from django.utils.translation import gettext as _

from helpwell.channels import signing
from helpwell.channels.mail.incoming import Address
from helpwell.channels.mail.outgoing import File, History, Outgoing
from helpwell.channels.models import Delivery, Envelope
from helpwell.core.addresses import is_writable
from helpwell.core.html import from_text
from helpwell.files.queries import content_of
from helpwell.tickets.models import Attachment, Message

LONGEST_QUOTE = 100_000


def outgoing_of(delivery: Delivery) -> Outgoing:
    """Everything the mail of a queued answer says."""
    message, inbox = delivery.message, delivery.inbox
    assert message is not None
    attachments = list(message.attachments.select_related("file"))
    answered = _answered_by(message)
    return Outgoing(
        sender=Address(_sender_name(delivery), inbox.address),
        to=_addressed(delivery, "to"),
        cc=_addressed(delivery, "cc"),
        reply_to=_reply_to(delivery),
        subject=message.ticket.title,
        message_id=delivery.message_id_header,
        date=message.created_at,
        in_reply_to=_message_id_of(answered),
        references=_references(message),
        html=_with_content_ids(message.html, attachments),
        signature_html=from_text(inbox.signature) if inbox.signature else "",
        history=_history(answered),
        files=tuple(_file(each, message.html) for each in attachments),
    )


def _sender_name(delivery: Delivery) -> str:
    """The agent's first name and the inbox's name: a person answers, for the company."""
    author = delivery.message.author if delivery.message else None
    return f"{author.first_name} ({delivery.inbox.name})" if author else delivery.inbox.name


def _addressed(delivery: Delivery, kind: str) -> tuple[Address, ...]:
    """The recipients of one kind; those in BCC are never named in the mail."""
    people = [r for r in delivery.recipients.all() if r.kind == kind and is_writable(r.email)]
    return tuple(Address(recipient.name, recipient.email) for recipient in people)


def _reply_to(delivery: Delivery) -> Address | None:
    inbox, message = delivery.inbox, delivery.message
    if not inbox.uses_reply_address or message is None:
        return None
    return Address(inbox.name, signing.reply_address(inbox.address, ticket_id=message.ticket_id))


def _answered_by(message: Message) -> Message | None:
    """The customer's message that an answer follows."""
    earlier = Message.objects.filter(
        ticket=message.ticket_id, pk__lt=message.pk, kind=Message.Kind.RECEIVED
    )
    return earlier.select_related("customer").order_by("-pk").first()


def _message_id_of(message: Message | None) -> str:
    if message is None:
        return ""
    envelope = Envelope.objects.filter(message=message).first()
    return envelope.message_id_header if envelope else ""


def _references(message: Message) -> tuple[str, ...]:
    """The Message-IDs of all mail on the ticket before this answer, in order (RFC 5322, 3.6.4)."""
    earlier = {"message__ticket": message.ticket_id, "message__lt": message.pk}
    came = Envelope.objects.filter(**earlier).values_list("message_id", "message_id_header")
    went = Delivery.objects.filter(**earlier).values_list("message_id", "message_id_header")
    return tuple(header for _pk, header in sorted([*came, *went]) if header)


def _history(answered: Message | None) -> History | None:
    if answered is None:
        return None
    words = {"date": format_datetime(answered.created_at), "name": answered.writer_name}
    introduction = _("On %(date)s, %(name)s wrote:") % words
    return History(introduction=introduction, text=answered.text[:LONGEST_QUOTE])


def _with_content_ids(html: str, attachments: list[Attachment]) -> str:
    """The pictures in the text, by Content-ID instead of by their address here."""
    for each in attachments:
        html = html.replace(f'src="{each.url}"', f'src="cid:{_content_id(each)}"')
    return html


def _file(attachment: Attachment, html: str) -> File:
    return File(
        filename=attachment.name,
        content_type=attachment.content_type,
        content=content_of(attachment.file),
        content_id=_content_id(attachment) if attachment.url in html else "",
    )


def _content_id(attachment: Attachment) -> str:
    return f"picture-{attachment.pk}@helpwell"
