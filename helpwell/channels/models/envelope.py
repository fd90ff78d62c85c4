from django.contrib.postgres.indexes import BrinIndex, HashIndex
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
        DROPPED = "dropped", _("Set aside by a rule")

    class Authentication(models.TextChoices):
        UNKNOWN = "", _("Not judged")
        PASSED = "passed", _("Sender proven")
        FAILED = "failed", _("Sender not proven")

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
        max_length=20,
        blank=True,
        help_text="Why it is on this ticket: address, reference, conversation, repeat, report, "
        "moved or new.",
    )
    authentication = models.CharField(
        max_length=10,
        blank=True,
        choices=Authentication,
        default=Authentication.UNKNOWN,
        help_text="What the mail server we trust said of the sender.",
    )
    fingerprint = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of what it says, whatever way it came."
    )
    decision = models.CharField(
        max_length=300, blank=True, help_text="Which rule or block decided about it, in words."
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
            models.Index(
                fields=["id"], name="envelope_dropped", condition=models.Q(state="dropped")
            ),
            BrinIndex(fields=["received_at"], name="envelope_received"),
            HashIndex(fields=["message_id_header"], name="envelope_message_id"),
        ]

    def __str__(self) -> str:
        return f"{self.inbox_id} {self.sha256[:12]}"
