"""What this house arranges around its tickets."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class StatusArranged(Fact):
    """One of this house's own statuses was made or changed; `fields` are its settings."""

    name: ClassVar[str] = "status.arranged"
    subject: ClassVar[str] = "status_id"
    status_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class HabitsChanged(Fact):
    """How this house deals with its tickets was changed; `fields` are the settings."""

    name: ClassVar[str] = "habits.changed"
    subject: ClassVar[str] = "habits_id"
    habits_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class FormArranged(Fact):
    """A form was made, changed, moved, or taken out of use."""

    name: ClassVar[str] = "form.arranged"
    subject: ClassVar[str] = "form_id"
    form_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ReasonArranged(Fact):
    """A contact reason was made, renamed, moved, or taken out of use."""

    name: ClassVar[str] = "reason.arranged"
    subject: ClassVar[str] = "reason_id"
    reason_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ResolutionArranged(Fact):
    """A resolution was made, renamed, moved, or taken out of use."""

    name: ClassVar[str] = "resolution.arranged"
    subject: ClassVar[str] = "resolution_id"
    resolution_id: int
    fields: list[str]
