"""Keeping the index."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Value

from helpwell.search.marks import marks_of
from helpwell.search.models import Entry
from helpwell.search.words import words_of


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
    """Take objects out of the index."""
    Entry.objects.filter(kind=kind, object_id__in=object_ids).delete()


def _vector(words: list[str]) -> Func:
    array = Value(words, output_field=ArrayField(models.TextField()))
    return Func(array, function="array_to_tsvector", output_field=SearchVectorField())
