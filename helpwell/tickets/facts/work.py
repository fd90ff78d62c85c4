"""What is done on a ticket, and how long it took."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.tickets.facts.ticket import TicketFact


@dataclass(frozen=True, kw_only=True)
class StepsAdded(TicketFact):
    """A ticket's checklist has new steps."""

    name: ClassVar[str] = "steps.added"
    step_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class StepChanged(TicketFact):
    """A step of the checklist was changed; `what`: done, undone, assigned, renamed, removed."""

    name: ClassVar[str] = "step.changed"
    step_id: int
    what: str
    assignee_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class TimeSpent(TicketFact):
    """Somebody noted time they spent; `seconds` is by how much the ticket's time changed."""

    name: ClassVar[str] = "time.spent"
    entry_id: int
    seconds: int
