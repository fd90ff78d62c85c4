"""The thread of a ticket: messages, and between them what was done, in sentences."""

from dataclasses import dataclass, field
from datetime import datetime

from helpwell.events.models import Fact
from helpwell.events.queries import history_of
from helpwell.tickets.history import Sentences, told
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.queries import messages_of

PAGE = 40


@dataclass(frozen=True)
class Line:
    """One thing that was done, as a sentence."""

    at: datetime
    text: str


@dataclass(frozen=True)
class Item:
    """A message with the lines that came before it; the last item may have lines only."""

    message: Message | None
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Thread:
    """What a ticket's page shows; `hidden` counts earlier messages that are not shown yet."""

    items: list[Item]
    hidden: int

    @property
    def messages(self) -> list[Message]:
        return [item.message for item in self.items if item.message]


def thread_of(ticket: Ticket, *, everything: bool = False) -> Thread:
    """The newest `PAGE` messages (or all), with the lines between them."""
    newest_first = messages_of(ticket).order_by("-pk")
    messages = list(newest_first if everything else newest_first[:PAGE])[::-1]
    facts = history_of(f"ticket:{ticket.pk}").filter(name__in=told)
    if not everything and messages:
        facts = facts.filter(at__gte=messages[0].created_at)
    return Thread(
        items=_woven(messages, list(facts)),
        hidden=max(0, ticket.message_count - len(messages)),
    )


def _woven(messages: list[Message], facts: list[Fact]) -> list[Item]:
    """Messages and facts in the order of time."""
    sentences = Sentences(facts)
    lines = [Line(fact.at, sentences.of(fact)) for fact in facts]
    items = []
    for message in messages:
        before = [line for line in lines if line.at < message.created_at]
        lines = lines[len(before) :]
        items.append(Item(message, before))
    return [*items, Item(None, lines)] if lines else items
