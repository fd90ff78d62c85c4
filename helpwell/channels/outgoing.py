"""An answer as the mail it becomes: read from the rows each time it is sent, always the same."""

from email.utils import format_datetime
from typing import Any

from django.utils.translation import gettext as _

from helpwell.channels import signing
from helpwell.channels.apart import apart_on, shares_an_address
from helpwell.channels.mail.dkim import Signer, key_from
from helpwell.channels.mail.incoming import Address
from helpwell.channels.mail.outgoing import File, History, Outgoing
from helpwell.channels.models import Delivery, Envelope, Inbox
from helpwell.channels.signatures import signature_on
from helpwell.core.addresses import ascii_domain, is_writable
from helpwell.core.html import from_text
from helpwell.files.queries import content_of
from helpwell.tickets.models import Attachment, Message

LONGEST_QUOTE = 100_000
FEW = 200  # messages that are looked through where people are kept apart
LONGEST_AUTO_SUBJECT = 100  # automatic mail carries little of what a stranger wrote


def outgoing_of(delivery: Delivery) -> Outgoing:
    """Everything the mail of a queued answer says."""
    message, inbox = delivery.message, delivery.inbox
    assert message is not None
    attachments = list(message.attachments.select_related("file"))
    answered = _answered_by(message)
    signature = signature_on(message.ticket, inbox)
    return Outgoing(
        sender=Address(_sender_name(delivery), inbox.address),
        to=_addressed(delivery, "to"),
        cc=_addressed(delivery, "cc"),
        reply_to=_reply_to(delivery),
        subject=_subject(delivery, answered),
        message_id=delivery.message_id_header,
        date=message.created_at,
        in_reply_to=_message_id_of(answered),
        references=_references(message),
        html=_with_content_ids(message.html, attachments),
        signature_html=from_text(signature) if signature else "",
        history=None if delivery.is_automatic else _history(answered),
        files=tuple(_file(each, message.html) for each in attachments),
        is_reply=_is_reply(delivery, answered),
        is_automatic=delivery.is_automatic,
        headers=(("Feedback-ID", _feedback_id(delivery)),),
    )


def _feedback_id(delivery: Delivery) -> str:
    """What mailbox providers count complaints by: the kind of mail, the inbox, and who sends; no
    word about anybody."""
    kind = "acknowledgement" if delivery.is_automatic else "answer"
    return f"{kind}:inbox{delivery.inbox_id}:{ascii_domain(delivery.inbox.domain)}:helpwell"


def _is_reply(delivery: Delivery, answered: Message | None) -> bool:
    """Whether its subject begins with Re: what we begin ourselves answers nobody."""
    return not delivery.is_automatic and answered is not None


def _subject(delivery: Delivery, answered: Message | None) -> str:
    """The ticket's subject; automatic mail says what it is (RFC 3834, section 3.1.5), and repeats
    the writer's words only to a writer who is proven, lest strangers have us carry theirs."""
    assert delivery.message is not None
    talk = delivery.message.side_talk
    title = talk.subject if talk else _title(delivery.message, answered)
    if not delivery.is_automatic:
        return title
    title = title if _is_proven(answered) else _("your mail to %s") % delivery.inbox.name
    return f"Auto: {title[:LONGEST_AUTO_SUBJECT]}"


def _title(message: Message, answered: Message | None) -> str:
    """The ticket's subject; for somebody whose own ticket was merged into it, theirs."""
    customer = answered.customer_id if answered else None
    subject = apart_on(message.ticket).subjects.get(customer or 0) if customer else None
    return subject or message.ticket.title


def _is_proven(answered: Message | None) -> bool:
    proven = Envelope.objects.filter(authentication=Envelope.Authentication.PASSED)
    return answered is not None and proven.filter(message=answered).exists()


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
    return Address(inbox.name, _answer_address(message, inbox))


def _answer_address(message: Message, inbox: Inbox) -> str:
    if message.side_talk_id:
        return signing.talk_address(inbox.address, talk_id=message.side_talk_id)
    return signing.reply_address(inbox.address, ticket_id=message.ticket_id)


def _answered_by(message: Message) -> Message | None:
    """The message from outside that this one follows: in its side talk, or in public. Where people
    are kept apart, one that somebody whom it goes to wrote or got."""
    earlier = Message.objects.filter(
        ticket=message.ticket_id,
        side_talk=message.side_talk_id,
        pk__lt=message.pk,
        kind__in=Message.FROM_OUTSIDE,
    )
    earlier = earlier.select_related("customer").order_by("-pk")
    if message.side_talk_id or not apart_on(message.ticket):
        return earlier.first()
    return next((each for each in earlier[:FEW] if shares_an_address(message, each)), None)


def _message_id_of(message: Message | None) -> str:
    if message is None:
        return ""
    envelope = Envelope.objects.filter(message=message).first()
    return envelope.message_id_header if envelope else ""


def _references(message: Message) -> tuple[str, ...]:
    """The Message-IDs of all mail before this one, in order (RFC 5322, 3.6.4).

    A side talk refers to its own mail only, and public mail to none of a side talk, nor to mail of
    people who are kept apart.
    """
    earlier: dict[str, Any] = {
        "message__ticket": message.ticket_id,
        "message__side_talk": message.side_talk_id,
        "message__lt": message.pk,
    }
    if not message.side_talk_id and apart_on(message.ticket):
        public = Message.objects.filter(ticket=message.ticket_id, pk__lt=message.pk)
        shared = [
            each.pk for each in public.order_by("-pk")[:FEW] if shares_an_address(message, each)
        ]
        earlier["message__in"] = shared
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


def signer_of(inbox: Inbox) -> Signer | None:
    """The key that mail from this inbox is signed with, if it has one."""
    if not inbox.dkim_key or not inbox.dkim_selector:
        return None
    return Signer(ascii_domain(inbox.domain), inbox.dkim_selector, key_from(inbox.dkim_key))
