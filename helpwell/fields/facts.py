from dataclasses import dataclass
from typing import ClassVar

from helpwell.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class FieldFact(Fact):
    """Something that happened to a field of this house."""

    name: ClassVar[str] = "field.touched"
    subject: ClassVar[str] = "field_id"
    field_id: int


@dataclass(frozen=True, kw_only=True)
class FieldMade(FieldFact):
    """There is one thing more that this house wants to know."""

    name: ClassVar[str] = "field.made"


@dataclass(frozen=True, kw_only=True)
class FieldChanged(FieldFact):
    """A field's name, choices, condition, place or use changed."""

    name: ClassVar[str] = "field.changed"
    fields: list[str]
