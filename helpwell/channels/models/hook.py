from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.channels.models.inbox import Inbox
from helpwell.channels.secrets import SecretField


class Hook(models.Model):
    """An address of ours at which a mail provider hands in an inbox's mail by HTTP."""

    class Format(models.TextChoices):
        RAW = "raw", _("Raw mail (MIME)")
        MAILGUN = "mailgun", _("Mailgun")
        SENDGRID = "sendgrid", _("SendGrid")
        POSTMARK = "postmark", _("Postmark")

    inbox = models.ForeignKey(Inbox, models.CASCADE, related_name="hooks")
    format = models.CharField(_("Provider"), max_length=20, choices=Format)
    path = models.CharField(max_length=64, unique=True, help_text="The unguessable last part.")
    key = SecretField(default="", help_text="What proves that the provider is the sender.")
    heard_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.format} for {self.inbox_id}"
