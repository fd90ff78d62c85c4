"""What is said and done on a ticket: messages, notes, side talks, the history."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Status

from helpwell.api.door import insist
from helpwell.api.paging import Asked, number_in, page_of, paged, written
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Moment, Number, Page, Shape, Words
from helpwell.events.models import Fact
from helpwell.events.queries import history_of
from helpwell.tickets import actions, history
from helpwell.tickets.api.router import router
from helpwell.tickets.asking import Addressed, Written, ticket_for, ticket_to_change
from helpwell.tickets.given_deeds import GivenDeeds, say_with
from helpwell.tickets.models import Message, SideTalk
from helpwell.tickets.queries import messages_of, messages_with_all
from helpwell.tickets.shapes import MessageShape

TAGS = ["Messages"]


class LineShape(Shape):
    """Something that was done, as a sentence for people and as the fact's name for programs."""

    id: int
    at: Moment
    name: str
    by_kind: str
    by_id: int | None
    text: str


class TalkShape(Shape):
    """A talk with somebody else outside, which the customer never sees."""

    id: int
    subject: str
    opened_at: Moment
    opened_by_id: int | None


class NewTalk(Addressed):
    """The first message of a talk, with whom it goes to."""

    subject: Words


class NewNote(Written):
    """Words for colleagues; `deeds` go along with them, all or none."""

    deeds: GivenDeeds = []


@router.get(
    "/tickets/{ticket_id}/messages", response=Page[MessageShape], tags=TAGS, summary="What was said"
)
def messages(
    request: ProgramRequest, response: HttpResponse, ticket_id: Number, asked: Query[Asked]
) -> dict[str, Any]:
    """Messages and notes of a ticket, oldest first; side talks are read on their own."""
    found = ticket_for(request.user, ticket_id)
    return page_of(messages_of(found), asked, request, response)


@router.post(
    "/tickets/{ticket_id}/notes", response={201: MessageShape}, tags=TAGS, summary="Write a note"
)
def note(request: ProgramRequest, ticket_id: Number, given: NewNote) -> Status[Message]:
    """Write down something for colleagues only; `@Ana Brandt` tells a colleague. Takes
    `tickets.note` and what each deed takes."""
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.note")
    user, files = request.user, given.attachment_ids
    say = partial(actions.note, found, html=given.as_html, attachment_ids=files, by=user)
    return Status(201, with_all(say_with(given.deeds, found, say, by=request.user)))


@router.get(
    "/tickets/{ticket_id}/history", response=Page[LineShape], tags=TAGS, summary="What was done"
)
def changes(
    request: ProgramRequest, response: HttpResponse, ticket_id: Number, asked: Query[Asked]
) -> dict[str, Any]:
    """What was done on a ticket, as sentences, oldest first; nothing of what you may not know."""
    found = ticket_for(request.user, ticket_id)
    after = number_in(asked.cursor) or 0
    facts = history_of(f"ticket:{found.pk}").filter(name__in=history.told, pk__gt=after)
    rows = list(facts[: asked.limit + 1])
    shown = rows[: asked.limit]
    cursor = written([shown[-1].pk]) if len(rows) > len(shown) else ""
    sentences = history.Sentences(shown, request.user)
    lines = [_line(fact, sentences.of(fact)) for fact in shown]
    return paged([line for line in lines if line["text"]], cursor, request, response)


@router.get(
    "/tickets/{ticket_id}/side-talks", response=Page[TalkShape], tags=TAGS, summary="Side talks"
)
def talks(
    request: ProgramRequest, response: HttpResponse, ticket_id: Number, asked: Query[Asked]
) -> dict[str, Any]:
    """Talks with others outside about a ticket."""
    found = ticket_for(request.user, ticket_id)
    return page_of(SideTalk.objects.filter(ticket=found), asked, request, response)


@router.get(
    "/tickets/{ticket_id}/side-talks/{talk_id}/messages",
    response=Page[MessageShape],
    tags=TAGS,
    summary="What was said in one",
)
def talk_messages(
    request: ProgramRequest,
    response: HttpResponse,
    ticket_id: Number,
    talk_id: Number,
    asked: Query[Asked],
) -> dict[str, Any]:
    """Everything said in a side talk, oldest first."""
    found = ticket_for(request.user, ticket_id)
    talk = get_object_or_404(SideTalk, pk=talk_id, ticket=found)
    rows = messages_with_all(Message.objects.filter(side_talk=talk))
    return page_of(rows, asked, request, response)


@router.post(
    "/tickets/{ticket_id}/side-talks",
    response={201: MessageShape},
    tags=TAGS,
    summary="Ask somebody else",
)
def open_talk(request: ProgramRequest, ticket_id: Number, given: NewTalk) -> Status[Message]:
    """Write to somebody else outside about a ticket; never to its customer."""
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.ask")
    message = actions.open_side_talk(
        found,
        subject=given.subject,
        html=given.as_html,
        recipients=given.recipients,
        attachment_ids=given.attachment_ids,
        by=request.user,
    )
    return Status(201, with_all(message))


@router.post(
    "/tickets/{ticket_id}/side-talks/{talk_id}/messages",
    response={201: MessageShape},
    tags=TAGS,
    summary="Say more in one",
)
def write_in_talk(
    request: ProgramRequest, ticket_id: Number, talk_id: Number, given: Addressed
) -> Status[Message]:
    """Write on in a side talk; never to the ticket's customer. Takes `tickets.ask`."""
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.ask")
    talk = get_object_or_404(SideTalk.objects.select_related("ticket"), pk=talk_id, ticket=found)
    message = actions.write_in_side_talk(
        talk,
        html=given.as_html,
        recipients=given.recipients,
        attachment_ids=given.attachment_ids,
        by=request.user,
    )
    return Status(201, with_all(message))


def with_all(message: Message) -> Message:
    """The message again, with its writer and files read along."""
    return messages_with_all(Message.objects.filter(pk=message.pk)).get()


def _line(fact: Fact, text: str) -> dict[str, Any]:
    return {
        "id": fact.pk,
        "at": fact.at,
        "name": fact.name,
        "by_kind": fact.actor_kind,
        "by_id": fact.actor_id,
        "text": text,
    }
