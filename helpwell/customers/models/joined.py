from django.db import models

from helpwell.customers.models.customer import Customer


class PeopleMerge(models.Model):
    """Two rows that were one person, with what is needed to part them again."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    into = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    by_id = models.BigIntegerField(null=True, help_text="The agent who merged them.")
    at = models.DateTimeField()
    before = models.JSONField(default=dict, help_text="What both had, and whose rows moved.")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], name="person_merged_once", condition=models.Q(undone_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} into {self.into_id}"


class Change(models.Model):
    """What a customer's row said before and after; a fact names it, so values can be erased."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    field = models.CharField(max_length=30)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.field} of {self.customer_id}"
