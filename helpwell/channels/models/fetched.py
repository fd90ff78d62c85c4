from django.db import models

from helpwell.channels.models.inbox import Inbox


class Fetched(models.Model):
    """A mail of a POP3 mailbox that we are done with, by its UIDL (RFC 1939, section 7)."""

    inbox = models.ForeignKey(Inbox, models.CASCADE, related_name="+", db_index=False)
    uidl = models.CharField(max_length=255)
    is_stored = models.BooleanField(
        default=True,
        db_default=True,
        help_text="The whole mail is here; otherwise it is never deleted there.",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inbox", "uidl"], name="fetched_once")]

    def __str__(self) -> str:
        return self.uidl
