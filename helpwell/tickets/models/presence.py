from datetime import timedelta

from django.db import models

from helpwell.accounts.models import User
from helpwell.tickets.models.ticket import Ticket


class Presence(models.Model):
    """Who has a ticket open right now, and whether they are writing; forgotten within a minute."""

    GONE_AFTER = timedelta(seconds=35)

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agent = models.ForeignKey(User, models.CASCADE, related_name="+")
    is_writing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} at {self.ticket_id}"


class Sight(models.Model):
    """The newest message of a ticket that an agent has seen; what follows is unread to them."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agent = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    message_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "ticket"], name="sight_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} saw {self.message_id}"
