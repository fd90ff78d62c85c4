"""What a ticket says in its fields."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.tickets.facts.ticket import TicketFact


@dataclass(frozen=True, kw_only=True)
class FieldChanged(TicketFact):
    """A field of this house says something else now; what, stands in the row `change_id` names."""

    name: ClassVar[str] = "ticket.field_changed"
    change_id: int


@dataclass(frozen=True, kw_only=True)
class TypeChanged(TicketFact):
    """Somebody said what kind of matter it is; empty for none."""

    name: ClassVar[str] = "ticket.type_changed"
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class FormChanged(TicketFact):
    """Somebody said which fields it has."""

    name: ClassVar[str] = "ticket.form_changed"
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class ReasonChanged(TicketFact):
    """Somebody said why the customer turned to us."""

    name: ClassVar[str] = "ticket.reason_changed"
    before: int | None
    after: int | None


@dataclass(frozen=True, kw_only=True)
class ResolutionChanged(TicketFact):
    """Somebody said how the matter ended."""

    name: ClassVar[str] = "ticket.resolution_changed"
    before: int | None
    after: int | None
