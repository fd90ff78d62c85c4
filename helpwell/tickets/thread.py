"""The thread of a ticket: messages, and between them what was done, in sentences."""

from dataclasses import dataclass, field
from datetime import datetime

from helpwell.accounts.models import User
from helpwell.events.models import Fact
from helpwell.events.queries import history_of
from helpwell.tickets.history import Sentences, told
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.queries import messages_of

PAGE = 40
MOST_REFRESHED = 400  # messages of a page that stays open while new ones come


@dataclass(frozen=True)
class Line:
    """One thing that was done, as a sentence; `until` is the moment it speaks of."""

    at: datetime
    text: str
    until: datetime | None = None


@dataclass(frozen=True)
class Item:
    """A message with the lines that came before it; the last item may have lines only."""

    message: Message | None
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Thread:
    """Some of what a ticket says; `hidden` counts the messages before it."""

    items: list[Item]
    hidden: int

    @property
    def messages(self) -> list[Message]:
        return [item.message for item in self.items if item.message]

    @property
    def first(self) -> int:
        """The id of the first message shown; 0 where there is none."""
        return self.messages[0].pk if self.messages else 0


def thread_of(ticket: Ticket, *, since: int = 0, reader: User | None = None) -> Thread:
    """The newest `PAGE` messages (or those `since` an id), with what `reader` may know between."""
    newest_first = messages_of(ticket).order_by("-pk")
    shown = newest_first.filter(pk__gte=since)[:MOST_REFRESHED] if since else newest_first[:PAGE]
    messages = list(shown)[::-1]
    facts = history_of(f"ticket:{ticket.pk}").filter(name__in=told)
    if messages:
        facts = facts.filter(at__gte=messages[0].created_at)
    return Thread(
        items=_woven(messages, list(facts), reader),
        hidden=max(0, ticket.message_count - len(messages)),
    )


def earlier_on(ticket: Ticket, *, before: int, reader: User) -> Thread:
    """The `PAGE` messages before one, with what happened between them and until it."""
    until = ticket.messages.filter(side_talk=None, pk__gte=before).order_by("pk").first()
    older = messages_of(ticket).filter(pk__lt=before)
    messages = list(older.order_by("-pk")[:PAGE])[::-1]
    hidden = older.filter(pk__lt=messages[0].pk).count() if messages else 0
    facts = history_of(f"ticket:{ticket.pk}").filter(name__in=told)
    if until:
        facts = facts.filter(at__lt=until.created_at)
    if hidden:
        facts = facts.filter(at__gte=messages[0].created_at)
    return Thread(items=_woven(messages, list(facts), reader), hidden=hidden)


def _woven(messages: list[Message], facts: list[Fact], reader: User | None) -> list[Item]:
    """Messages and facts in the order of time."""
    writers = {message.author for message in messages if message.author}
    sentences = Sentences(facts, reader, known=writers)
    lines = [Line(fact.at, sentences.of(fact), _until(fact)) for fact in facts]
    lines = [line for line in lines if line.text]
    items = []
    for message in messages:
        before = [line for line in lines if line.at < message.created_at]
        lines = lines[len(before) :]
        items.append(Item(message, before))
    return [*items, Item(None, lines)] if lines else items


def _until(fact: Fact) -> datetime | None:
    until = fact.payload.get("until")
    return datetime.fromisoformat(until) if until else None
