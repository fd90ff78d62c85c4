"""What we told customers we would do."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.tickets.facts.ticket import TicketFact


@dataclass(frozen=True, kw_only=True)
class PromiseFact(TicketFact):
    """Something about a promise; `owner_id` is who keeps it: the assignee, else its maker."""

    name: ClassVar[str] = "promise.touched"
    promise_id: int
    owner_id: int | None


@dataclass(frozen=True, kw_only=True)
class PromiseMade(PromiseFact):
    """We said what we would do, and by when (ISO 8601)."""

    name: ClassVar[str] = "promise.made"
    until: str


@dataclass(frozen=True, kw_only=True)
class PromiseMoved(PromiseFact):
    """A promise has another moment now (both ISO 8601)."""

    name: ClassVar[str] = "promise.moved"
    until_before: str
    until: str


@dataclass(frozen=True, kw_only=True)
class PromiseKept(PromiseFact):
    """What was promised is done; `is_late` when its time had passed."""

    name: ClassVar[str] = "promise.kept"
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class PromiseWithdrawn(PromiseFact):
    """A promise does not stand any more."""

    name: ClassVar[str] = "promise.withdrawn"


@dataclass(frozen=True, kw_only=True)
class PromiseRestored(PromiseFact):
    """A promise that was kept or withdrawn stands again."""

    name: ClassVar[str] = "promise.restored"


@dataclass(frozen=True, kw_only=True)
class PromiseReminded(PromiseFact):
    """It is time to think of a promise; once for each moment it is due at."""

    name: ClassVar[str] = "promise.reminded"


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(PromiseFact):
    """The time of a promise passed while it was open."""

    name: ClassVar[str] = "promise.broken"
