from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import BrinIndex
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
        HELD = "held", _("Held")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Taken back")

    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="+", db_index=False)
    message_id_header = models.CharField(max_length=255, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField(
        help_text="Not before this: the time to take it back, or to retry."
    )
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    is_automatic = models.BooleanField(default=False)
    is_scheduled = models.BooleanField(default=False, help_text="Due at a time somebody chose.")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(
        null=True, help_text="When the copy was put into the mailbox's folder for sent mail."
    )

    if TYPE_CHECKING:
        recipients: RelatedManager["Recipient"]

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_due",
                condition=models.Q(state__in=("queued", "held", "sending")),
            ),
            models.Index(fields=["inbox", "-claimed_at"], name="delivery_pace"),
            models.Index(fields=["id"], name="delivery_failed", condition=models.Q(state="failed")),
            BrinIndex(fields=["sent_at"], name="delivery_sent"),
        ]

    def __str__(self) -> str:
        return self.message_id_header

    @property
    def has_trouble(self) -> bool:
        """Whether a recipient did not get it, or it came back."""
        return any(r.state in Recipient.TROUBLE for r in self.recipients.all())

    @property
    def was_delivered(self) -> bool:
        """Whether every recipient's mail system has reported that it arrived."""
        return all(r.state == Recipient.State.DELIVERED for r in self.recipients.all())

    @property
    def is_delayed(self) -> bool:
        """Whether it was to leave, and somebody waits for another try."""
        return self.state == self.State.QUEUED and bool(self.error)

    @property
    def next_try_at(self) -> datetime:
        """When it is tried next: at its time, and not while its inbox pauses."""
        return max(self.due_at, self.inbox.send_after or self.due_at)

    @property
    def troubled(self) -> list["Recipient"]:
        """Those whom it should have reached and has not, and those whose mail system complains."""
        state = Recipient.State
        fine = (state.SENT, state.DELIVERED, state.HELD, state.CANCELLED)
        return [r for r in self.recipients.all() if r.answer and r.state not in fine]


class Recipient(models.Model):
    """One addressee of a delivery, with a state of its own."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        HELD = "held", _("Held")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        DEFERRED = "deferred", _("Delayed")
        BOUNCED = "bounced", _("Came back")
        FAILED = "failed", _("Refused")
        CANCELLED = "cancelled", _("Taken back")

    TROUBLE = (State.FAILED, State.BOUNCED)

    AGAIN = (State.FAILED, State.BOUNCED, State.DEFERRED)

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="recipients")
    kind = models.CharField(max_length=3, help_text="to, cc or bcc")
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=320)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    answer = models.CharField(max_length=500, blank=True, help_text="What the mail server said.")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["email", "-id"], name="recipient_email"),
            models.Index(
                fields=["delivery"],
                name="recipient_bounced",
                condition=models.Q(state="bounced"),
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def can_be_sent_again(self) -> bool:
        return self.state in self.AGAIN
