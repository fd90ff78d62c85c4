from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import Group
from helpwell.brands.models import Brand
from helpwell.channels.models.grant import Grant
from helpwell.channels.secrets import SecretField


class Inbox(models.Model):
    """An address that customers write to, how its mail comes in and how answers leave."""

    class Security(models.TextChoices):
        TLS = "tls", _("TLS")
        STARTTLS = "starttls", _("STARTTLS")
        NONE = "none", _("None (only inside your own network)")

    class Protocol(models.TextChoices):
        IMAP = "imap", _("IMAP")
        POP3 = "pop3", _("POP3")

    class AfterFetch(models.TextChoices):
        KEEP = "keep", _("Leave it as it is")
        MARK = "mark", _("Mark it as read")
        MOVE = "move", _("Move it to a folder")
        DELETE = "delete", _("Delete it")

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
    brand = models.ForeignKey(
        Brand,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Brand"),
        help_text=_("New tickets from this inbox are this brand’s, with its signature."),
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

    trusted_host = models.CharField(
        _("Judge of senders"),
        max_length=253,
        blank=True,
        help_text=_(
            "The name your mail server signs its Authentication-Results with; such results of "
            "anybody else are not believed."
        ),
    )
    acknowledgement = models.TextField(
        _("Automatic acknowledgement"),
        blank=True,
        help_text=_("Sent once to whoever opens a new ticket. Empty: none is sent."),
    )

    grant = models.ForeignKey(
        Grant, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    fetch_protocol = models.CharField(
        _("Protocol"), max_length=10, choices=Protocol, default=Protocol.IMAP
    )
    fetch_host = models.CharField(_("Server"), max_length=253, blank=True)
    fetch_port = models.PositiveIntegerField(_("Port"), default=993)
    fetch_security = models.CharField(
        _("Security"), max_length=10, choices=Security, default=Security.TLS
    )
    fetch_user = models.CharField(_("User name"), max_length=254, blank=True)
    fetch_password = SecretField(_("Password"), blank=True, default="")
    fetch_folder = models.CharField(_("Folder"), max_length=200, default="INBOX")
    fetch_since = models.DateField(
        _("Fetch mail since"),
        null=True,
        blank=True,
        help_text=_("Older mail stays where it is. Empty: everything in the folder."),
    )
    fetch_after = models.CharField(
        _("When a mail is stored here"),
        max_length=10,
        choices=AfterFetch,
        default=AfterFetch.KEEP,
    )
    fetch_moves_to = models.CharField(_("Folder to move it to"), max_length=200, blank=True)
    fetch_validity = models.BigIntegerField(null=True, editable=False)
    fetch_last_uid = models.BigIntegerField(default=0, editable=False)

    smtp_host = models.CharField(_("Server"), max_length=253, blank=True)
    smtp_port = models.PositiveIntegerField(_("Port"), default=587)
    smtp_security = models.CharField(
        _("Security"), max_length=10, choices=Security, default=Security.STARTTLS
    )
    smtp_user = models.CharField(_("User name"), max_length=254, blank=True)
    smtp_password = SecretField(_("Password"), blank=True, default="")
    most_a_minute = models.PositiveIntegerField(
        _("Most answers a minute"),
        null=True,
        blank=True,
        help_text=_("What your mail provider allows. Empty: no limit."),
    )
    sent_folder = models.CharField(
        _("Folder for copies of answers"),
        max_length=200,
        blank=True,
        help_text=_("In the mailbox that mail is fetched from. Empty: no copies."),
    )
    dkim_selector = models.CharField(_("DKIM selector"), max_length=63, blank=True)
    dkim_key = SecretField(
        _("DKIM private key"),
        blank=True,
        default="",
        help_text=_("PEM. Only needed where the outgoing server does not sign itself."),
    )

    fetched_at = models.DateTimeField(null=True, editable=False)
    fetch_error = models.TextField(blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    send_error = models.TextField(blank=True, editable=False)
    next_fetch_at = models.DateTimeField(null=True, editable=False)
    silence_told_at = models.DateTimeField(null=True, editable=False)
    send_after = models.DateTimeField(
        null=True, editable=False, help_text="No answer leaves before: its server had trouble."
    )
    send_pause_seconds = models.PositiveIntegerField(default=0, editable=False)
    file_after = models.DateTimeField(
        null=True, editable=False, help_text="No copy is put into the folder before."
    )
    file_error = models.TextField(blank=True, editable=False)
    dkim_checked_at = models.DateTimeField(
        null=True, editable=False, help_text="When the key was found published; unset: not signed."
    )

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
        return bool(self.is_active and self.fetch_host)
