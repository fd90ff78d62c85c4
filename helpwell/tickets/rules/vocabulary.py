"""The words of rules: what every ticket has, and the fields this house has made."""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from helpwell.accounts.models import User
from helpwell.fields.choices import all_of
from helpwell.fields.models import Field
from helpwell.tickets.rules.asking import Noted, NotedMany, Where
from helpwell.tickets.rules.properties import ABOUT, STANDING, Choices, Property

KIND_OF = {
    Field.Kind.TEXT: "text",
    Field.Kind.ORDER: "text",
    Field.Kind.NUMBER: "optional_number",
    Field.Kind.DATE: "day",
    Field.Kind.CHOICE: "optional",
    Field.Kind.TREE: "optional",
    Field.Kind.CHOICES: "some",
    Field.Kind.PERSON: "optional",
    Field.Kind.YES_NO: "truth",
}


class Vocabulary:
    """All properties by key; the house's own fields (`ticket.size`) are read once, when needed."""

    def __getitem__(self, key: str) -> Property:
        """The property of that key; KeyError where there is none."""
        return self.own[key] if "." in key else _STANDING[key]

    def __iter__(self) -> Iterator[Property]:
        return chain(STANDING, (each for each in self.own.values()))

    @cached_property
    def own(self) -> dict[str, Property]:
        """The house's own fields."""
        return {each.key: each for each in map(_property, Field.objects.all())}

    @cached_property
    def _choices(self) -> dict[str, Choices]:
        return {}

    def choices(self, key: str) -> Choices:
        """What may be chosen for a property, asked once."""
        if key not in self._choices:
            self._choices[key] = self[key].choices()
        return self._choices[key]


_STANDING = {each.key: each for each in STANDING}


def _property(field: Field) -> Property:
    column, theme = ABOUT[field.about]
    return Property(
        f"{field.about}.{field.key}",
        field.name,
        KIND_OF[Field.Kind(field.kind)],
        _where(field, column),
        lambda: _choices(field),
        theme=theme,
        below=lambda value: [value, *_below(field, value)],
    )


def _below(field: Field, value: str) -> list[str]:
    """In a tree, what lies below a choice is meant with it."""
    choices = all_of(field.choices) if field.kind == Field.Kind.TREE else {}
    return [key for key, choice in choices.items() if value in choice.ancestors]


def _where(field: Field, column: str) -> Where:
    if field.kind == Field.Kind.CHOICES:
        return NotedMany(column, field.key)
    return Noted(column, field.key, is_number=field.kind == Field.Kind.NUMBER)


def _choices(field: Field) -> Choices:
    if field.kind == Field.Kind.PERSON:
        return [(str(person.pk), str(person)) for person in User.objects.colleagues()]
    return list(_listed(field.choices))


def _listed(choices: list[dict[str, object]], above: str = "") -> Iterator[tuple[str, str]]:
    """The choices of a list or a tree; those of a tree with what they stand under."""
    for choice in choices if isinstance(choices, list) else ():
        label = f"{above}{choice.get('label') or choice.get('value')}"
        yield str(choice.get("value")), label
        below = choice.get("choices")
        yield from _listed(below, f"{label} › ") if isinstance(below, list) else ()
