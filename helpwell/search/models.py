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
