"""Keeping the index."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Value

from helpwell.search.actions.learning import unlearn
from helpwell.search.marks import marks_of
from helpwell.search.models import Entry
from helpwell.search.words import words_of

WORDS = ArrayField(models.TextField())


@dataclass(frozen=True)
class Findable:
    """`text` as the object `kind` `object_id`, for those who may see its owner."""

    kind: str
    object_id: int
    owner_id: int
    text: str
    at: datetime


def index(kind: str, object_id: int, *, owner_id: int, text: str, at: datetime) -> None:
    """Make `text` findable as the object `kind` `object_id`, for those who may see its owner."""
    index_all([Findable(kind, object_id, owner_id, text, at)])


def index_all(texts: Iterable[Findable]) -> None:
    """Make several texts findable at once."""
    Entry.objects.bulk_create(
        [
            Entry(
                kind=each.kind,
                object_id=each.object_id,
                owner_id=each.owner_id,
                at=each.at,
                words=_vector([*words_of(each.text), *marks_of(each.kind, each.owner_id)]),
            )
            for each in texts
        ],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["owner_id", "at", "words"],
    )


def forget(kind: str, object_ids: list[int]) -> None:
    """Take objects out of the index, and their words out of the known ones if nobody else wrote
    them."""
    entries = Entry.objects.filter(kind=kind, object_id__in=object_ids)
    lexemes = Func(F("words"), function="tsvector_to_array", output_field=WORDS)
    words = {word for each in entries.values_list(lexemes, flat=True) for word in each}
    entries.delete()
    unlearn(sorted(words))


def _vector(words: list[str]) -> Func:
    array = Value(words, output_field=WORDS)
    return Func(array, function="array_to_tsvector", output_field=SearchVectorField())
