from django.db import models

from helpwell.accounts.models import Group, User


class Tally(models.Model):
    """How many tickets more (or fewer) have this status, assignee and group.

    A trigger on the ticket table adds a row for every change; nobody waits for anybody. Counts are
    sums of these rows, so they are right at once and cost the same however many tickets there are;
    a task folds the rows together. Its columns carry the names of the ticket's, so that one rule
    of visibility serves both.
    """

    status = models.CharField(max_length=10)
    assignee = models.ForeignKey(
        User, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    group = models.ForeignKey(
        Group, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    change = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.status} {self.change:+}"
