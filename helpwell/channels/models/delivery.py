from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.channels.models.inbox import Inbox
from helpwell.tickets.models import Message

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Delivery(models.Model):
    """An answer on its way out: due at a time, under one Message-ID for ever."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Taken back")

    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="+")
    message_id_header = models.CharField(max_length=255, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField(
        help_text="Not before this: the time to take it back, or to retry."
    )
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        recipients: RelatedManager["Recipient"]

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_due",
                condition=models.Q(state__in=("queued", "sending")),
            ),
            models.Index(fields=["id"], name="delivery_failed", condition=models.Q(state="failed")),
        ]

    def __str__(self) -> str:
        return self.message_id_header

    @property
    def has_trouble(self) -> bool:
        """Whether a recipient did not get it, or it came back."""
        return any(r.state in Recipient.TROUBLE for r in self.recipients.all())


class Recipient(models.Model):
    """One addressee of a delivery, with a state of its own."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENT = "sent", _("Sent")
        DEFERRED = "deferred", _("Delayed")
        FAILED = "failed", _("Refused")
        BOUNCED = "bounced", _("Came back")

    TROUBLE = (State.FAILED, State.BOUNCED)

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="recipients")
    kind = models.CharField(max_length=3, help_text="to, cc or bcc")
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=320)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    answer = models.CharField(max_length=500, blank=True, help_text="What the mail server said.")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.email
