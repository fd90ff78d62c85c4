"""Making and changing the fields of this house; a field's key never changes, nothing is deleted."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db.models import Max
from django.utils.text import slugify

from helpwell.core.actors import By
from helpwell.core.ordering import place
from helpwell.core.text import name_of
from helpwell.events.actions import forget as forget_facts
from helpwell.events.actions import publish
from helpwell.fields.actions.renewing import renewing
from helpwell.fields.choices import Line, all_of, stored
from helpwell.fields.definitions import Definition
from helpwell.fields.errors import FieldUnnamed, GoesInCircles, NotAsked, NothingToChoose
from helpwell.fields.facts import FieldChanged, FieldMade
from helpwell.fields.models import Field

SETTINGS = ("name", "help", "choices", "needed", "shown_if", "is_active")
CHOSEN = (Field.Kind.CHOICE, Field.Kind.CHOICES, Field.Kind.TREE)
CONDITIONAL = (*CHOSEN, Field.Kind.YES_NO)
LONGEST_NAME, LONGEST_HELP, LONGEST_KEY = 120, 300, 50
# What subjects say of themselves anyway: in rules and the API these names are taken.
RESERVED = {"type", "form", "reason", "resolution", "status", "priority", "subject", "tags", "id"}


@renewing()
def make(*, about: str, name: str, kind: str, by: By, **settings: Any) -> Field:
    """Want to know one thing more of tickets, customers or organisations, after all others.

    `settings` are of `SETTINGS`; `choices` are lines (`choices.Line`).
    """
    fields = Field.objects.filter(about=about)
    last = fields.aggregate(last=Max("position"))["last"]
    field = Field(
        about=Field.About(about), kind=Field.Kind(kind), position=0 if last is None else last + 1
    )
    field.choices = []
    _set(field, {"name": name} | settings)
    field.key = _new_key(field.name, {*fields.values_list("key", flat=True), *RESERVED})
    field.save()
    publish(FieldMade(field_id=field.pk, by=by.actor))
    return field


@renewing()
def change(field: Field, *, by: By, **settings: Any) -> Field:
    """Set `settings`, of `SETTINGS`, on a field; what tickets say already stays as it is."""
    field = Field.objects.select_for_update().get(pk=field.pk)
    before = {name: getattr(field, name) for name in SETTINGS}
    _set(field, settings)
    changed = sorted(name for name in SETTINGS if getattr(field, name) != before[name])
    if changed:
        field.save(update_fields=changed)
        publish(FieldChanged(field_id=field.pk, fields=changed, by=by.actor))
    return field


@renewing()
def move(field: Field, *, to: int, by: By) -> None:
    """Ask a field at place `to`, from 0, of those about the same; the others keep their order."""
    place(field, to=to, among=Field.objects.select_for_update().filter(about=field.about))
    publish(FieldChanged(field_id=field.pk, fields=["position"], by=by.actor))


@renewing()
def remove(field_ids: Collection[int]) -> None:
    """Delete fields with what they have ever said; values that stand on subjects mean nothing
    then."""
    Field.objects.filter(pk__in=field_ids).delete()
    forget_facts(f"field:{pk}" for pk in field_ids)


def _set(field: Field, settings: dict[str, Any]) -> None:
    """Take the settings over; refuses a field without name, choices, or a sound condition."""
    for name, value in settings.items():
        if name not in SETTINGS:
            raise ValueError(name)
        setattr(field, name, value if name != "choices" else stored(_all_lines(field, value)))
    field.name = name_of(field.name, most=LONGEST_NAME)
    field.help = name_of(field.help, most=LONGEST_HELP)
    field.needed = Field.Needed(field.needed)
    if field.about != Field.About.TICKET:  # only tickets are solved, or made by agents
        field.needed = Field.Needed.NEVER
    if not field.name:
        raise FieldUnnamed
    if field.kind in CHOSEN and not Definition(field).offered:
        raise NothingToChoose
    if field.kind not in CHOSEN:
        field.choices = []
    field.shown_if = _condition(field)


def _all_lines(field: Field, lines: list[Line]) -> list[Line]:
    """The lines given, and those left out as retired: what tickets say keeps its words.

    Only trees are set in.
    """
    if field.kind != Field.Kind.TREE:
        lines = [replace(line, depth=0) for line in lines]
    known = {line.value for line in lines}
    gone = [each for value, each in all_of(field.choices).items() if value not in known]
    return [*lines, *(Line(each.label, each.value, is_retired=True) for each in gone)]


def _condition(field: Field) -> dict[str, Any]:
    """The condition as it is kept; refuses one that asks nothing, or waits for itself."""
    if not field.shown_if:
        return {}
    others = {each.key: each for each in Field.objects.filter(about=field.about)}
    other, wanted = others.get(field.shown_if.get("field", "")), field.shown_if.get("is") or []
    if other is None or other.kind not in CONDITIONAL or not _can_say(other, wanted):
        raise NotAsked
    step: Field | None = other
    while step is not None:
        if step.pk == field.pk:
            raise GoesInCircles
        step = others.get(step.shown_if.get("field", ""))
    return {"field": other.key, "is": list(wanted)}


def _can_say(other: Field, wanted: list[Any]) -> bool:
    if other.kind == Field.Kind.YES_NO:
        return bool(wanted) and all(isinstance(each, bool) for each in wanted)
    known = Definition(other).choices
    return bool(wanted) and all(isinstance(each, str) and each in known for each in wanted)


def _new_key(name: str, taken: set[str]) -> str:
    plain = slugify(name)[:LONGEST_KEY].replace("-", "_") or "field"
    key, number = plain, 2
    while key in taken:
        key, number = f"{plain}_{number}", number + 1
    return key
