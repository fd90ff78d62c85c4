"""Drafts that colleagues look over."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.tickets.facts.ticket import TicketFact


@dataclass(frozen=True, kw_only=True)
class DraftShared(TicketFact):
    """The writer of a draft asked a colleague to look it over."""

    name: ClassVar[str] = "draft.shared"
    draft_id: int
    with_id: int


@dataclass(frozen=True, kw_only=True)
class DraftReturned(TicketFact):
    """A draft went back to its writer, given back by the colleague or taken back."""

    name: ClassVar[str] = "draft.returned"
    draft_id: int
    to_id: int


@dataclass(frozen=True, kw_only=True)
class DraftSent(TicketFact):
    """A colleague sent what `writer_id` had written and asked them to look over."""

    name: ClassVar[str] = "draft.sent"
    message_id: int
    writer_id: int
