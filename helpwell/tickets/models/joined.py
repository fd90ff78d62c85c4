from django.contrib.postgres.fields import ArrayField
from django.db import models

from helpwell.accounts.models import User
from helpwell.customers.models import Customer
from helpwell.tickets.models.ticket import Ticket


class Merge(models.Model):
    """A ticket that went on in another one, with what is needed to part them again."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    into = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(
        default=dict, help_text="What both tickets had: statuses, tags, followers, values."
    )
    message_ids = ArrayField(models.BigIntegerField(), default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], name="merged_once", condition=models.Q(undone_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} into #{self.into_id}"


class Link(models.Model):
    """How one ticket stands to another: `ticket` is the parent, or the problem, of `other`."""

    class Kind(models.TextChoices):
        PARENT = "parent"
        PROBLEM = "problem"
        RELATED = "related"

    kind = models.CharField(max_length=10, choices=Kind)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    other = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "other", "kind"], name="link_once"),
            models.UniqueConstraint(
                fields=["other", "kind"],
                name="one_parent_one_problem",
                condition=~models.Q(kind="related"),
            ),
            models.CheckConstraint(
                name="link_to_another", condition=~models.Q(ticket=models.F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.kind} #{self.other_id}"


class Follower(models.Model):
    """A colleague who wants to hear what happens on a ticket."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent"], name="follower_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} follows {self.ticket_id}"


class Participant(models.Model):
    """Somebody outside who takes part beside the requester: answers go to them in copy."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    email = models.CharField(max_length=320)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "customer"], name="participant_once")
        ]

    def __str__(self) -> str:
        return f"{self.email} on {self.ticket_id}"
