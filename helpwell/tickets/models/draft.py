from django.db import models

from helpwell.accounts.models import User
from helpwell.tickets.models.ticket import Ticket


class Draft(models.Model):
    """What an agent has begun to write on a ticket: one as a reply, one as a note."""

    class Mode(models.TextChoices):
        REPLY = "reply"
        NOTE = "note"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agent = models.ForeignKey(User, models.CASCADE, related_name="+")
    mode = models.CharField(max_length=10, choices=Mode)
    html = models.TextField(blank=True)
    recipients = models.JSONField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "ticket", "mode"], name="draft_once_a_mode")
        ]

    def __str__(self) -> str:
        return f"{self.mode} on {self.ticket_id}"
