from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.channels.models.inbox import Inbox
from helpwell.files.models import File
from helpwell.tickets.models import Message


class Envelope(models.Model):
    """A raw mail as it came, kept byte for byte before anything else is done with it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("On a ticket")
        PARKED = "parked", _("Parked")
        DISMISSED = "dismissed", _("Dismissed")

    inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64)
    raw = models.ForeignKey(File, models.PROTECT, related_name="+")
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.TextField(blank=True, help_text="The address it was handed in for.")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    message_id_header = models.CharField(max_length=998, blank=True)
    threaded_by = models.CharField(
        max_length=20, blank=True, help_text="Why it is on this ticket: address, reference or new."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inbox", "sha256"], name="envelope_once_an_inbox")
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="envelope_waiting",
                condition=models.Q(state="waiting"),
            ),
            models.Index(fields=["id"], name="envelope_parked", condition=models.Q(state="parked")),
        ]

    def __str__(self) -> str:
        return f"{self.inbox_id} {self.sha256[:12]}"
