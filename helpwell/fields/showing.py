"""Values in words, as people read them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from helpwell.fields.definitions import Definition
from helpwell.fields.models import Field

People = Mapping[int, str]


def in_words(definition: Definition, value: Any, *, people: People | None = None) -> str:
    """What a value says; nothing says nothing. `people` are names by primary key."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_one(definition, each, people or {}) for each in value)
    return _one(definition, value, people or {})


def people_in(pairs: Iterable[tuple[Definition, Any]]) -> set[int]:
    """The people whom values name, for looking them up at once."""
    return {
        value
        for definition, value in pairs
        if definition.kind == Field.Kind.PERSON and isinstance(value, int)
    }


def _one(definition: Definition, value: Any, people: People) -> str:
    if definition.kind == Field.Kind.YES_NO:
        return _("Yes") if value else _("No")
    if definition.kind == Field.Kind.PERSON:
        return people.get(value, _("somebody who left"))
    if definition.kind == Field.Kind.DATE:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if definition.kind == Field.Kind.NUMBER:
        return str(number_format(value, use_l10n=True))
    choice = definition.choices.get(value) if definition.field.choices else None
    return choice.label if choice else str(value)
