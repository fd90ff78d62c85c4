"""Putting a message onto its ticket: the steps that all messages share."""

from collections.abc import Iterable, Sequence

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.filenames import safe_name
from helpwell.core.html import to_text
from helpwell.core.masking import masked
from helpwell.core.text import snippet, storable
from helpwell.customers.models import Customer
from helpwell.files.actions import request_scan
from helpwell.tickets.actions.indexing import index_message
from helpwell.tickets.actions.locking import show
from helpwell.tickets.content import ADDRESSED, Content, Enclosure, Recipient
from helpwell.tickets.errors import FileInfected, NobodyAddressed, NothingWritten, TooManyAddressed
from helpwell.tickets.hiding import without_numbers, written
from helpwell.tickets.models import Attachment, Draft, Message, SideTalk, Ticket

MOST_ADDRESSED = 100


def take_in(
    ticket: Ticket,
    *,
    kind: Message.Kind,
    content: Content,
    customer: Customer | None = None,
    side_talk: SideTalk | None = None,
) -> Message:
    """What somebody outside has written: a customer in public, others in their side talk."""
    said, is_masked = without_numbers(content)
    subject, ticket.subject = ticket.subject, masked(ticket.subject)[:250]
    message: Message = ticket.messages.create(
        kind=kind,
        customer=customer,
        side_talk=side_talk,
        text=said.text,
        html=said.html,
        quoted=said.quoted,
        full_html=said.full_html,
        is_masked=is_masked or subject != ticket.subject,
        remote_images=content.remote_images,
        is_automatic=content.is_automatic,
        is_bounce=content.is_bounce,
        recipients=said.recipients,
        created_at=clock.now(),
    )
    waits = message.is_public and not content.is_automatic
    if waits and not ticket.is_hidden and not ticket.is_done:
        ticket.waiting_since = ticket.waiting_since or message.created_at
    _enclose(message, said.enclosures)
    after(ticket, message)
    return message


def write(
    ticket: Ticket,
    *,
    kind: Message.Kind,
    html: str,
    by: User,
    attachment_ids: Iterable[int],
    passed_on: Iterable[Attachment] = (),
    recipients: Sequence[Recipient] = (),
    side_talk: SideTalk | None = None,
    mode: str = "",
) -> Message:
    """An agent's message with the files they uploaded for it; its draft has done its duty.

    `mode` is that draft's; a file of another one stays where it is, but for notes, which may take
    what was meant for a reply. `passed_on` are files of the ticket that go along.
    """
    mode = mode or kind
    cleaned, is_masked = written(html)
    text = to_text(cleaned)
    waiting = Attachment.objects.filter(pk__in=list(attachment_ids), ticket=ticket, message=None)
    uploaded = waiting.filter(uploaded_by=by, mode__in=TAKES.get(mode, (mode,)))
    passed_on = list(passed_on)
    if not text.strip() and "<img" not in cleaned and not uploaded.exists() and not passed_on:
        raise NothingWritten
    if any(file.is_infected for file in uploaded.select_related("file__scan")):
        raise FileInfected
    message: Message = ticket.messages.create(
        kind=kind,
        author=by,
        side_talk=side_talk,
        text=text,
        html=cleaned,
        is_masked=is_masked,
        recipients=list(recipients),
        created_at=clock.now(),
    )
    uploaded.update(message=message)
    _pass_on(message, passed_on)
    Draft.objects.filter(ticket=ticket, agent=by, mode=mode).delete()
    SideTalk.objects.filter(ticket=ticket, answered_at__isnull=False).update(answered_at=None)
    return message


TAKES: dict[str, tuple[str, ...]] = {Draft.Mode.NOTE: (Draft.Mode.NOTE, Draft.Mode.REPLY)}


def addressed(recipients: Sequence[Recipient]) -> list[Recipient]:
    """Those of the recipients who get a mail; refuses none, and a crowd."""
    found = [each for each in recipients if each["kind"] in ADDRESSED]
    if not found:
        raise NobodyAddressed
    if len(found) > MOST_ADDRESSED:
        raise TooManyAddressed
    return found


def after(ticket: Ticket, message: Message) -> None:
    """Bring the ticket's row, the index and the open pages up to date with a new message.

    What is said in a side talk is none of the ticket's own words: lists do not show it as such.
    """
    ticket.active_at = message.created_at
    if not message.side_talk_id:
        ticket.last_words = snippet(message.text, 160)
        ticket.message_count = ticket.message_count + 1
    if message.is_public:
        ticket.last_public_id = message.pk
    ticket.save()
    index_message(ticket, message)
    show(ticket)


def _enclose(message: Message, enclosures: Sequence[Enclosure]) -> None:
    request_scan(enclosure.file.pk for enclosure in enclosures)
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            ticket_id=message.ticket_id,
            file=enclosure.file,
            name=safe_name(storable(enclosure.name)),
            content_type=storable(enclosure.content_type)[:127],
            content_id=storable(enclosure.content_id)[:255],
            is_inline=enclosure.is_inline,
            created_at=message.created_at,
        )
        for enclosure in enclosures
    )


def _pass_on(message: Message, files: Iterable[Attachment]) -> None:
    """The same files on another message; the bytes are stored once."""
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            ticket_id=message.ticket_id,
            file_id=each.file_id,
            uploaded_by=message.author,
            name=each.name,
            content_type=each.content_type,
            created_at=message.created_at,
        )
        for each in files
    )
