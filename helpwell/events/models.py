from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Fact(models.Model):
    """Something that happened, in the past tense; the log that history and audits are read from.

    Holds ids and plain values only, never bodies or addresses: it outlives erasure.
    """

    name = models.CharField(max_length=80)
    about = models.CharField(max_length=60, help_text="What it is about, such as ticket:42.")
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    payload = models.JSONField()
    at = models.DateTimeField()
    pending = ArrayField(
        models.CharField(max_length=100), help_text="Subscribers that have not heard it yet."
    )

    class Meta:
        indexes = [
            models.Index(fields=["about", "id"], name="fact_about"),
            models.Index(fields=["id"], name="fact_pending", condition=~Q(pending=[])),
            models.Index(
                fields=["about", "id"], name="fact_pending_about", condition=~Q(pending=[])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.about}"


class Setback(models.Model):
    """A subscriber that failed on a fact: set aside, tried again later, or waiting for a person."""

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="setbacks")
    subscriber = models.CharField(max_length=100)
    attempts = models.PositiveIntegerField(default=1)
    next_try_at = models.DateTimeField(null=True, help_text="Empty: waits for a person to retry.")
    error = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact", "subscriber"], name="setback_once_a_subscriber")
        ]
        indexes = [models.Index(fields=["next_try_at"], name="setback_due")]

    def __str__(self) -> str:
        return f"{self.subscriber} on {self.fact_id}"
