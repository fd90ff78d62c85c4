"""The fields of this house as readers have them: all of a kind of subject, in their order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from helpwell.fields.choices import Choice, all_of
from helpwell.fields.models import Field

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Definition:
    """One field, with its choices read."""

    field: Field

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def kind(self) -> str:
        return self.field.kind

    @cached_property
    def choices(self) -> dict[str, Choice]:
        """Everything that can be or could once be chosen, by value."""
        return all_of(self.field.choices)

    @property
    def offered(self) -> list[Choice]:
        """What can be chosen now."""
        return [choice for choice in self.choices.values() if not choice.is_retired]

    def holds(self, value: Any, wanted: Iterable[Any]) -> bool:
        """Whether a value is one of those wanted; in a tree what lies below one counts as well."""
        wanted = list(wanted)
        given = value if isinstance(value, list) else [value]
        return any(each in wanted or self._lies_below(each, wanted) for each in given)

    def _lies_below(self, value: Any, wanted: list[Any]) -> bool:
        choice = self.choices.get(value) if isinstance(value, str) else None
        return choice is not None and any(above in wanted for above in choice.ancestors)


@dataclass(frozen=True)
class Definitions:
    """All fields of tickets, of customers or of organisations, by key, in their order."""

    by_key: Mapping[str, Definition]

    @cached_property
    def in_use(self) -> dict[str, Definition]:
        return {key: each for key, each in self.by_key.items() if each.field.is_active}

    def asked(self, values: Values, keys: Iterable[str] | None = None) -> list[Definition]:
        """The fields that are asked where values say what they say: of a form's `keys` in their
        order, or all."""
        wanted = self.in_use if keys is None else [key for key in keys if key in self.in_use]
        return [self.in_use[key] for key in wanted if self._is_asked(key, values)]

    def missing(
        self, values: Values, *, at: str, keys: Iterable[str] | None = None
    ) -> list[Definition]:
        """The fields that are asked, needed at `at` (create or solve), and say nothing.

        What was needed when a ticket was made is needed before it is solved, too.
        """
        stages: dict[str, set[str]] = {
            Field.Needed.AT_CREATE: {at},
            Field.Needed.AT_SOLVE: {Field.Needed.AT_SOLVE},
        }
        return [
            each
            for each in self.asked(values, keys)
            if at in stages.get(Field.Needed(each.field.needed), set())
            and values.get(each.key) is None
        ]

    def _is_asked(self, key: str, values: Values) -> bool:
        """Whether its condition holds, and that of the field it waits for; no cycle is kept."""
        condition = self.in_use[key].field.shown_if
        if not condition:
            return True
        other = self.in_use.get(condition["field"])
        if other is None:
            return True
        return self._is_asked(other.key, values) and other.holds(
            values.get(other.key), condition["is"]
        )
