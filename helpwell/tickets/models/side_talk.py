from typing import TYPE_CHECKING

from django.db import models

from helpwell.accounts.models import User
from helpwell.tickets.models.ticket import Ticket

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from helpwell.tickets.models.message import Message


class SideTalk(models.Model):
    """A talk with a third party, such as a supplier, about a ticket; the customer never sees it."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="side_talks")
    subject = models.CharField(max_length=250)
    opened_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(
        null=True, help_text="Since when an answer from outside waits to be used."
    )

    if TYPE_CHECKING:
        messages: RelatedManager[Message]

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.subject

    @property
    def mode(self) -> str:
        """The name of the draft that an agent writes for it."""
        return f"aside-{self.pk}"
