from django.db import models
from django.utils.translation import gettext_lazy as _


class Habits(models.Model):
    """How this house deals with its tickets; one row."""

    assigns_on_reply = models.BooleanField(
        _("Whoever answers a ticket of nobody’s takes it"), default=True
    )
    asks_for_tags = models.BooleanField(_("Ask for tags before solving"), default=False)
    asks_for_reason = models.BooleanField(
        _("Solving needs a contact reason and a resolution"), default=False
    )
    tracks_time = models.BooleanField(_("Note the time spent"), default=False)
    nudge_after_days = models.PositiveSmallIntegerField(_("Remind customers after days"), null=True)
    nudge_words = models.TextField(_("Words of the reminder"), blank=True)
    solve_after_days = models.PositiveSmallIntegerField(_("Solve it days later"), null=True)
    close_after_days = models.PositiveSmallIntegerField(
        _("Close solved ones after days"), null=True
    )
    keep_trash_days = models.PositiveSmallIntegerField(_("Keep trash for days"), default=30)
    gives_back_when_away = models.BooleanField(
        _("An answer to somebody who is away goes to their group"), default=False
    )

    def __str__(self) -> str:
        return "habits"


class ReopenPolicy(models.Model):
    """What a customer's message on a finished ticket does, for a channel."""

    class Then(models.TextChoices):
        REOPEN = "reopen", _("Open the ticket again")
        FOLLOW_UP = "follow_up", _("Open a follow-up of it")
        NEW = "new", _("Open a new ticket")

    channel = models.CharField(max_length=20, unique=True)
    within_days = models.PositiveSmallIntegerField(
        _("Days after it was solved"), null=True, help_text=_("Always, where empty.")
    )
    then = models.CharField(_("Within them"), max_length=10, choices=Then, default=Then.REOPEN)
    later = models.CharField(_("Later"), max_length=10, choices=Then, default=Then.FOLLOW_UP)

    def __str__(self) -> str:
        return self.channel
