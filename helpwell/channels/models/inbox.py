from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import Group
from helpwell.channels.secrets import SecretField


class Inbox(models.Model):
    """An address that customers write to, how its mail comes in and how answers leave."""

    class Security(models.TextChoices):
        TLS = "tls", _("TLS")
        STARTTLS = "starttls", _("STARTTLS")
        NONE = "none", _("None (only inside your own network)")

    name = models.CharField(
        _("Name"),
        max_length=120,
        help_text=_("Customers see it as the sender, such as “Arbor Support”."),
    )
    address = models.EmailField(_("Address"), max_length=254, unique=True)
    group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Group"),
        help_text=_("New tickets from this inbox go to this group."),
    )
    signature = models.TextField(_("Signature"), blank=True)
    is_active = models.BooleanField(_("In use"), default=True)
    uses_reply_address = models.BooleanField(
        _("Signed reply addresses"),
        default=True,
        help_text=_(
            "Needs a mail server that accepts address+anything; finds tickets most surely."
        ),
    )

    imap_host = models.CharField(_("IMAP server"), max_length=253, blank=True)
    imap_port = models.PositiveIntegerField(_("Port"), default=993)
    imap_security = models.CharField(
        _("Security"), max_length=10, choices=Security, default=Security.TLS
    )
    imap_user = models.CharField(_("User name"), max_length=254, blank=True)
    imap_password = SecretField(_("Password"), blank=True, default="")
    imap_folder = models.CharField(_("Folder"), max_length=200, default="INBOX")
    imap_since = models.DateField(
        _("Fetch mail since"),
        null=True,
        blank=True,
        help_text=_("Older mail stays where it is. Empty: everything in the folder."),
    )
    imap_validity = models.BigIntegerField(null=True, editable=False)
    imap_last_uid = models.BigIntegerField(default=0, editable=False)

    smtp_host = models.CharField(_("SMTP server"), max_length=253, blank=True)
    smtp_port = models.PositiveIntegerField(_("Port"), default=587)
    smtp_security = models.CharField(
        _("Security"), max_length=10, choices=Security, default=Security.STARTTLS
    )
    smtp_user = models.CharField(_("User name"), max_length=254, blank=True)
    smtp_password = SecretField(_("Password"), blank=True, default="")

    fetched_at = models.DateTimeField(null=True, editable=False)
    fetch_error = models.TextField(blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    send_error = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def fetches(self) -> bool:
        """Whether mail is fetched from a mailbox (otherwise it is handed to our receiver)."""
        return bool(self.is_active and self.imap_host)
