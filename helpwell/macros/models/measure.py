from django.db import models

from helpwell.tickets.models import Message


class Answer(models.Model):
    """How an answer fared, with a macro or without: what macros are compared with."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="+")
    on = models.DateField(db_index=True)
    has_solved = models.BooleanField()
    reopened_at = models.DateTimeField(null=True, help_text="When the customer wrote again.")

    def __str__(self) -> str:
        return f"{self.message_id} on {self.on}"
