"""What search finds of a ticket; spam is found by those only who ask for it, trash by nobody."""

from collections.abc import Collection, Iterable

from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.search.actions import Findable, forget, index_all
from helpwell.tickets.merged import merges_into
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.queries import KINDS, SPAM_KINDS


def index_message(ticket: Ticket, message: Message) -> None:
    """Make a new message findable; the first one brings number and subject of its ticket."""
    if _is_unfindable(ticket):
        return
    is_first = ticket.message_count == 1 and not message.side_talk_id
    index_all([_said(ticket, message), *([_title(ticket, at=ticket)] if is_first else [])])


def index_title(ticket: Ticket) -> None:
    """Make number, subject and what fields say findable as they are now."""
    if not _is_unfindable(ticket):
        index_all([_title(ticket, at=ticket)])


def index_anew(ticket: Ticket) -> None:
    """Make all of a ticket findable as what it has become: spam, or none, or nothing to find."""
    messages = list(ticket.messages.order_by("pk"))
    tickets = [ticket, *(merge.ticket for merge in merges_into(ticket))]
    forget_tickets([each.pk for each in tickets], [message.pk for message in messages])
    if _is_unfindable(ticket):
        return
    titles = [_title(each, at=ticket) for each in tickets]
    index_all([*titles, *(_said(ticket, message) for message in messages)])


def index_moved(ticket: Ticket, message_ids: list[int], *, titles_of: Iterable[Ticket]) -> None:
    """Let messages be found on the ticket they are on now, and numbers and subjects lead to it."""
    messages = Message.objects.filter(pk__in=message_ids).order_by("pk")
    moved = list(titles_of)
    forget_tickets([each.pk for each in moved], message_ids)
    if _is_unfindable(ticket):
        return
    titles = [_title(each, at=ticket) for each in moved]
    index_all([*titles, *(_said(ticket, message) for message in messages)])


def forget_tickets(ticket_ids: Collection[int], message_ids: Collection[int]) -> None:
    """Let search find nothing of these any more."""
    for ticket_kind, message_kind in (KINDS, SPAM_KINDS):
        forget(ticket_kind, list(ticket_ids))
        forget(message_kind, list(message_ids))


def _is_unfindable(ticket: Ticket) -> bool:
    """Whether it is hidden from search as well: in the trash, or merged away."""
    return ticket.is_hidden and not ticket.is_spam


def _said(ticket: Ticket, message: Message) -> Findable:
    _, kind = SPAM_KINDS if ticket.is_spam else KINDS
    addresses = " ".join(recipient["email"] for recipient in message.recipients[:20])
    said = f"{message.text}\n{message.quoted[:5000]}\n{addresses}"
    return Findable(kind, message.pk, ticket.pk, said, message.created_at)


def _said_in_fields(ticket: Ticket) -> str:
    """What was written into its fields: texts and numbers of orders, not what was chosen."""
    if not ticket.values:
        return ""
    known = definitions(Field.About.TICKET).by_key
    written = (Field.Kind.TEXT, Field.Kind.ORDER)
    kinds = {key: each.kind for key, each in known.items() if each.kind in written}
    return " ".join(str(value) for key, value in ticket.values.items() if key in kinds)


def _title(ticket: Ticket, *, at: Ticket) -> Findable:
    """Number and subject of a ticket, found `at` the one it goes on in, or itself."""
    kind, _ = SPAM_KINDS if at.is_spam else KINDS
    title = f"{ticket.pk} {ticket.subject} {_said_in_fields(ticket)}"
    return Findable(kind, ticket.pk, at.pk, title, ticket.opened_at)
