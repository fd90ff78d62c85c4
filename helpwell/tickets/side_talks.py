"""Reading side talks: which there are, what was said, what may be passed on into one."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from helpwell.customers.actions import normalised
from helpwell.customers.models import Identity
from helpwell.tickets.errors import CustomerAddressed
from helpwell.tickets.models import Attachment, Message, SideTalk, Ticket
from helpwell.tickets.queries import messages_with_all, passable_files

MOST_FILES = 50


@dataclass(frozen=True)
class TalkLine:
    """A side talk as the ticket's page lists it: with whom, and whether an answer waits."""

    talk: SideTalk
    people: str


def talks_of(ticket: Ticket) -> list[TalkLine]:
    """The side talks of a ticket, oldest first."""
    asked = Message.objects.filter(side_talk=OuterRef("pk"), kind=Message.Kind.ASKED)
    first = asked.order_by("pk").values("recipients")[:1]
    talks = SideTalk.objects.filter(ticket=ticket).annotate(first=Subquery(first))
    return [TalkLine(talk, _names(talk.first or ())) for talk in talks]


def people_in(messages: Iterable[Message]) -> str:
    """Those whom a talk's first message went to, in a line."""
    return next((_names(m.recipients) for m in messages if m.kind == Message.Kind.ASKED), "")


def messages_in(talk: SideTalk) -> QuerySet[Message]:
    """Everything said in a side talk, oldest first, with writers and files."""
    return messages_with_all(Message.objects.filter(side_talk=talk))


def insist_on_third_parties(ticket: Ticket, emails: Iterable[str]) -> None:
    """Refuse the ticket's own customer among `emails`."""
    asked = {normalised(email): email for email in emails}
    theirs = Identity.objects.filter(customer=ticket.requester_id, value__in=asked)
    for value in theirs.values_list("value", flat=True):
        raise CustomerAddressed(asked[value])


def files_offered(ticket: Ticket) -> list[Attachment]:
    """The files that may go along, each once, newest first."""
    newest: dict[int, Attachment] = {}
    for each in passable_files(ticket).select_related("file").order_by("-pk")[: 2 * MOST_FILES]:
        newest.setdefault(each.file_id, each)
    return list(newest.values())[:MOST_FILES]


def forwarded(message: Message) -> str:
    """A message as its forward begins, for the editor: who wrote it, when, about what, and all
    of its own words."""
    said_at = formats.date_format(timezone.localtime(message.created_at), "DATETIME_FORMAT")
    lines = (
        _("---------- Forwarded message ----------"),
        _("From: %s") % _writer(message),
        _("Date: %s") % said_at,
        _("Subject: %s") % message.ticket.title,
    )
    head, words = _broken(lines), _broken(message.text.strip().splitlines())
    return f"<div><br></div><div>{head}</div><blockquote>{words}</blockquote>"


def _broken(lines: Iterable[str]) -> str:
    """Lines as the editor keeps them apart; it drops paragraphs inside a quote."""
    return "<br>".join(escape(line) for line in lines)


def _writer(message: Message) -> str:
    """Whoever wrote it, with the address they wrote from."""
    for sender in message.addressed("from"):
        return f"{message.writer_name} <{sender['email']}>"
    return message.writer_name


def _names(recipients: Iterable[dict[str, str]]) -> str:
    shown = [each for each in recipients if each["kind"] in ("to", "cc")]
    return ", ".join(each["name"] or each["email"] for each in shown)
