from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import Group, User
from helpwell.tickets.models.ticket import Ticket


class SavedView(models.Model):
    """A list of tickets by a rule of somebody's own making.

    It is its owner's alone, a group's, or everybody's where both are empty.
    """

    name = models.CharField(_("Name"), max_length=80)
    icon = models.CharField(max_length=40, default="list")
    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="+")
    rule = models.JSONField(help_text="Nested: {all: […]} or {any: […]} of {field, is, value}.")
    columns = ArrayField(models.CharField(max_length=80), default=list)
    sort = models.CharField(max_length=80, default="-active_at")
    grouping = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    edition = models.PositiveIntegerField(
        default=1, help_text="Grows with every change of the rule."
    )
    counted_edition = models.PositiveIntegerField(
        default=0, help_text="The edition that its entries and tally are complete for."
    )
    counted_to = models.BigIntegerField(
        default=0, help_text="The ticket that counting has come to."
    )
    counted_at = models.DateTimeField(null=True, help_text="Until when passing time was counted.")

    class Meta:
        ordering = ["position", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class ViewEntry(models.Model):
    """A ticket that a saved view holds, with what the tally knows of it."""

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_constraint=False)
    assignee = models.BigIntegerField(null=True)
    group = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "ticket"], name="entry_once")]

    def __str__(self) -> str:
        return f"{self.ticket_id} in {self.view_id}"


class ViewTally(models.Model):
    """How many tickets more (or fewer) of this assignee and group a saved view holds."""

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+", db_index=False)
    assignee = models.ForeignKey(
        User, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    group = models.ForeignKey(
        Group, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    change = models.IntegerField()

    class Meta:
        indexes = [  # sums are read from the index alone
            models.Index(
                fields=["view"], include=["assignee", "group", "change"], name="view_tally"
            )
        ]

    def __str__(self) -> str:
        return f"{self.view_id} {self.change:+}"


class Touched(models.Model):
    """A ticket that changed, so that saved views must look at it again."""

    ticket_id = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.ticket_id)


class BulkRun(models.Model):
    """One deed on many tickets, with how far it has come, and what is needed to undo it."""

    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    deed = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    ticket_ids = ArrayField(models.BigIntegerField(), default=list)
    next = models.PositiveIntegerField(default=0, help_text="How many were dealt with.")
    fact_ids = ArrayField(models.BigIntegerField(), default=list)
    refusals = models.JSONField(default=list, help_text="[{ticket, why}]")
    undoes = models.ForeignKey("self", models.CASCADE, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.deed} on {len(self.ticket_ids)}"
