"""Filling fields in: field by field, so that two people at once lose nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core.actors import By
from helpwell.fields.cleaning import cleaned
from helpwell.fields.definitions import Definition, Values
from helpwell.fields.errors import ChangedMeanwhile, NoSuchField, NotSuchValue
from helpwell.fields.models import Change, Field
from helpwell.fields.people import names_of
from helpwell.fields.queries import definitions
from helpwell.fields.showing import in_words, people_in

NOBODY = _("Choose somebody who works here.")


@dataclass(frozen=True)
class Filled:
    """What a subject's fields say now, and what was changed to come there."""

    values: dict[str, Any]
    changes: list[Change]


@transaction.atomic
def fill(
    about: str,
    *,
    subject_id: int,
    values: Values,
    given: Mapping[str, Any],
    seen: Values | None = None,
    by: By,
) -> Filled:
    """Set the fields `given` by key on a subject whose locked row has `values`.

    The caller keeps `Filled.values` and tells of each change. `seen` is what the writer saw: a
    field that says something else by now is refused, unless it says already what was given.
    Choices that are offered no more may stay where they stand.
    """
    known = definitions(about).in_use
    after, changes = dict(values), []
    for key, typed in given.items():
        definition = known.get(key)
        if definition is None:
            raise NoSuchField
        before, wanted = values.get(key), _wanted(definition, typed, before=values.get(key))
        if wanted == before:
            continue
        if seen is not None and key in seen and seen[key] != before:
            raise ChangedMeanwhile(definition.name, _words(definition, before))
        after[key] = wanted
        changes.append(
            Change(field=definition.field, subject_id=subject_id, before=before, after=wanted)
        )
    Change.objects.bulk_create(changes)
    return Filled({key: value for key, value in after.items() if value is not None}, changes)


def forget_changes(about: str, *, subject_ids: Iterable[int]) -> None:
    """Erase what fields of these subjects have ever said."""
    Change.objects.filter(field__about=about, subject_id__in=list(subject_ids)).delete()


def _wanted(definition: Definition, typed: Any, *, before: Any) -> Any:
    value = cleaned(definition, typed, standing=before)
    if definition.kind == Field.Kind.PERSON and value not in (None, before):
        _insist_on_colleague(definition, value)
    return value


def _insist_on_colleague(definition: Definition, number: int) -> None:
    if not User.objects.colleagues().filter(pk=number).exists():
        raise NotSuchValue(definition.name, NOBODY)


def _words(definition: Definition, value: Any) -> str:
    return in_words(definition, value, people=names_of(people_in([(definition, value)])))
