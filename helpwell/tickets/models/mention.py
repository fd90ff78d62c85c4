from django.db import models

from helpwell.accounts.models import User
from helpwell.tickets.models.message import Message
from helpwell.tickets.models.ticket import Ticket


class Mention(models.Model):
    """An agent whom a note names and who has not opened the ticket since."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agent = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "message"], name="mention_once_a_note")
        ]
        indexes = [models.Index(fields=["agent", "ticket"], name="mention_agent")]

    def __str__(self) -> str:
        return f"{self.agent_id} in {self.message_id}"
