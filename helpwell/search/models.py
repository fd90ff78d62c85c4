from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Entry(models.Model):
    """One searchable text: a message, a subject, a customer's names and addresses.

    `owner` says whose right to see it counts (such as ticket 42); rooms above pass an audience.
    """

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="entry_once_an_object")
        ]
        indexes = [
            GinIndex(fields=["words"], name="entry_words"),
            GinIndex(  # names are few; among them a word common in talk is rare
                fields=["words"],
                name="entry_words_of_customers",
                condition=models.Q(kind="customer"),
            ),
            models.Index(fields=["kind", "owner_id"], name="entry_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Word(models.Model):
    """A word that was written somewhere, with what it becomes by leaving one letter out."""

    text = models.CharField(max_length=40, unique=True)
    without = ArrayField(models.CharField(max_length=40))

    class Meta:
        indexes = [GinIndex(fields=["without"], name="word_without")]

    def __str__(self) -> str:
        return self.text


class Learned(models.Model):
    """How far the entries' words have been learned; one row."""

    up_to = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.up_to)
