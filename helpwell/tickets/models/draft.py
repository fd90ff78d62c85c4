from django.db import models

from helpwell.accounts.models import User
from helpwell.tickets.models.ticket import Ticket


class Draft(models.Model):
    """What an agent has begun to write: a reply, a note, something for a side talk, a new ticket.

    A new ticket is none yet: its draft is found by a token of the page, and keeps what else the
    page says in `sheet`.
    """

    class Mode(models.TextChoices):
        REPLY = "reply"
        NOTE = "note"
        ASIDE = "aside"  # a new side talk; in talk 7 it is aside-7
        START = "start"  # a new ticket

    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+")
    token = models.UUIDField(null=True, help_text="By which a new ticket is known until it is one.")
    agent = models.ForeignKey(User, models.CASCADE, related_name="+")
    mode = models.CharField(max_length=24)
    html = models.TextField(blank=True)
    recipients = models.JSONField(null=True)
    sheet = models.JSONField(null=True, help_text="What a new ticket says beside its words.")
    saved_at = models.DateTimeField()
    shared_with = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Who is asked to look it over.",
    )
    request = models.CharField(max_length=300, blank=True, help_text="What they are asked.")
    edited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    edition = models.PositiveIntegerField(default=1, help_text="Grows with every saving.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "ticket", "mode"], name="draft_once_a_mode"),
            models.UniqueConstraint(fields=["agent", "token"], name="draft_once_a_token"),
            models.CheckConstraint(
                condition=models.Q(ticket__isnull=False, token=None)
                | models.Q(ticket=None, token__isnull=False),
                name="draft_on_a_ticket_or_of_a_new_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mode} on {self.ticket_id or self.token}"
