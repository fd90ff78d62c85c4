"""Side talks with others than the customer."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.tickets.facts.ticket import TicketFact


@dataclass(frozen=True, kw_only=True)
class SideTalkOpened(TicketFact):
    """An agent began to ask somebody else about the ticket; the customer never hears of it."""

    name: ClassVar[str] = "talk.opened"
    side_talk_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True)
class SideTalkAsked(TicketFact):
    """An agent wrote to the third party; also published for the first message."""

    name: ClassVar[str] = "talk.asked"
    side_talk_id: int
    message_id: int


@dataclass(frozen=True, kw_only=True)
class SideTalkTold(TicketFact):
    """A third party answered."""

    name: ClassVar[str] = "talk.told"
    side_talk_id: int
    message_id: int
    status_before: str
    status_after: str
