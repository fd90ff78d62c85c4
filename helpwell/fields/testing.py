"""Fields for tests, made through the real actions."""

from typing import Any

from helpwell.core.actors import SYSTEM
from helpwell.fields import actions
from helpwell.fields.choices import Line
from helpwell.fields.definitions import Definition
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions


def make_field(name: str = "Size", kind: str = "text", **settings: Any) -> Field:
    """A field of tickets, unless `about` says otherwise; `choices` are labels, `> ` sets one in."""
    about = settings.pop("about", Field.About.TICKET)
    lines = [_line(label) for label in settings.pop("choices", [])]
    return actions.make(about=about, name=name, kind=kind, choices=lines, by=SYSTEM, **settings)


def definition_of(field: Field) -> Definition:
    """The field as readers have it."""
    return definitions(field.about).by_key[field.key]


def _line(label: str) -> Line:
    return Line(label.replace("> ", ""), depth=label.count("> "))
