"""Keeping the index."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Value

from helpwell.search.marks import marks_of
from helpwell.search.models import Entry
from helpwell.search.words import words_of


def index(kind: str, object_id: int, *, owner_id: int, text: str, at: datetime) -> None:
    """Make `text` findable as the object `kind` `object_id`, for those who may see its owner."""
    Entry.objects.bulk_create(
        [
            Entry(
                kind=kind,
                object_id=object_id,
                owner_id=owner_id,
                at=at,
                words=_vector([*words_of(text), *marks_of(kind, owner_id)]),
            )
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
