from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from helpwell.accounts.models import User
from helpwell.macros.models.macro import Macro
from helpwell.tickets.models import Message, Ticket


class UseQuerySet(models.QuerySet["Use"]):
    """The vocabulary of lists of uses."""

    def prepared(self) -> Self:
        """Those whose words wait in a composer."""
        return self.filter(message=None).exclude(html="")

    def done(self) -> Self:
        """Those that were sent, noted, or carried out without words."""
        return self.exclude(done_at=None).exclude(Q(message=None) & ~Q(html=""))


class Use(models.Model):
    """A macro that somebody has chosen on a ticket.

    It is *prepared* while its words wait in the composer, and *done* once they were sent, or at
    once for a macro without words. An answer that is taken back makes it prepared again.
    """

    macro = models.ForeignKey(Macro, models.CASCADE, related_name="uses", related_query_name="use")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    agent = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    mode = models.CharField(max_length=24, help_text="The draft it was put into: reply or note.")
    html = models.TextField(blank=True, help_text="The words as they were put in.")
    deeds = models.JSONField(default=list, help_text="What goes along, as chosen.")
    chosen_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    fact_ids = ArrayField(
        models.BigIntegerField(), default=list, help_text="What it did without words, for undoing."
    )
    changed = models.FloatField(
        null=True, help_text="Share of its words that were changed before sending, 0 to 1."
    )
    has_solved = models.BooleanField(default=False)
    reopened_at = models.DateTimeField(null=True, help_text="When the customer wrote again.")

    objects = UseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "agent"], name="use_ticket"),
            models.Index(fields=["agent", "macro"], name="use_agent"),
            models.Index(fields=["done_at"], name="use_done"),
        ]

    def __str__(self) -> str:
        return f"{self.macro_id} on {self.ticket_id}"
