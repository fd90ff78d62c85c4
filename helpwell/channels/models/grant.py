from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.channels.secrets import SecretField


class Provider(models.TextChoices):
    """Mail providers whose mailboxes are opened by consent instead of a password."""

    GOOGLE = "google", _("Google")
    MICROSOFT = "microsoft", _("Microsoft 365")


class ProviderApp(models.Model):
    """This installation as a provider knows it: registered once there, used by every inbox."""

    provider = models.CharField(_("Provider"), max_length=20, choices=Provider, unique=True)
    client_id = models.CharField(_("Client ID"), max_length=255)
    client_secret = SecretField(_("Client secret"), blank=True, default="")
    tenant = models.CharField(
        _("Tenant"),
        max_length=120,
        blank=True,
        help_text=_("Microsoft only. Empty: accounts of any organisation."),
    )

    def __str__(self) -> str:
        return self.get_provider_display()


class Grant(models.Model):
    """An account owner's consent that we read and send its mail (OAuth 2.0, RFC 6749)."""

    provider = models.CharField(max_length=20, choices=Provider)
    account = models.CharField(max_length=320, help_text="The mailbox it opens.")
    refresh_token = SecretField(default="")
    access_token = SecretField(default="")
    expires_at = models.DateTimeField(null=True)
    granted_at = models.DateTimeField()
    trouble = models.TextField(blank=True, help_text="Why it works no longer, as a sentence.")

    def __str__(self) -> str:
        return f"{self.account} ({self.get_provider_display()})"
