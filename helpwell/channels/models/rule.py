from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import Group, User
from helpwell.channels.models.inbox import Inbox


class MailRule(models.Model):
    """What happens to mail that matches, before it becomes a ticket."""

    class Action(models.TextChoices):
        DROP = "drop", _("Set it aside without a ticket")
        SPAM = "spam", _("Put its ticket into spam")
        TAG = "tag", _("Tag its ticket")
        GROUP = "group", _("Give its ticket to a group")

    name = models.CharField(_("Name"), max_length=120)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(_("In use"), default=True)
    inbox = models.ForeignKey(
        Inbox,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Inbox"),
        help_text=_("Empty: mail to every inbox."),
    )
    conditions = models.JSONField(
        default=list, help_text="[{field, test, value}], all of which must hold."
    )
    action = models.CharField(_("What happens"), max_length=10, choices=Action)
    tag = models.CharField(_("Tag"), max_length=60, blank=True)
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Group")
    )

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class BlockedSender(models.Model):
    """An address, or a whole domain as `@domain`, whose mail goes to spam."""

    value = models.CharField(max_length=320, unique=True)
    blocked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    blocked_at = models.DateTimeField()
    stopped = models.PositiveIntegerField(default=0, help_text="Mails that went to spam since.")

    class Meta:
        ordering = ["value"]

    def __str__(self) -> str:
        return self.value
