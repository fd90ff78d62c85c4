from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.notifications.kinds import Kind, Nearness, usual
from helpwell.tickets.models import Ticket
from helpwell.tickets.permissions import visibility


class NotificationQuerySet(models.QuerySet["Notification"]):
    """The vocabulary of what somebody is told."""

    def shown_to(self, person: User) -> Self:
        """What is theirs, in Helpwell, of tickets that they may see now."""
        shown = self.filter(visibility(person, prefix="ticket__"), person=person, in_app=True)
        return shown.exclude(ticket__status__in=Ticket.HIDDEN)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(models.Model):
    """Something that happened on a ticket, for one person; the same again is counted."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(help_text="When it happened last.")
    count = models.PositiveIntegerField(default=1, help_text="How often since it was read.")
    in_app = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(null=True, help_text="When to mail it; unset: not to.")
    push_due_at = models.DateTimeField(null=True, help_text="When to push it; unset: not to.")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at", "-id"], name="notification_list"),
            models.Index(
                fields=["mail_due_at"],
                name="notification_mail",
                condition=models.Q(mail_due_at__isnull=False),
            ),
            models.Index(
                fields=["push_due_at"],
                name="notification_push",
                condition=models.Q(push_due_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "ticket", "kind"],
                name="notification_gathers",
                condition=models.Q(read_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.ticket_id} to {self.person_id}"


class Wishes(models.Model):
    """What one person wants to be told of, how, and when not."""

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        HOURLY = "hourly", _("Every hour, together")
        DAILY = "daily", _("Once a day, together")

    person = models.OneToOneField(User, models.CASCADE, related_name="+")
    nearness = models.JSONField(default=dict, help_text="{kind: {way: nearness}}")
    pace = models.CharField(_("Mails come"), max_length=10, choices=Pace, default=Pace.AT_ONCE)
    daily_at = models.TimeField(_("Once a day at"), default="08:00")
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("until"), null=True, blank=True)
    mentions_break_quiet = models.BooleanField(_("Mentions come all the same"), default=False)
    mail_trouble = models.BooleanField(
        _("Mail me when mail does not come or leave"), default=True, db_default=True
    )

    def __str__(self) -> str:
        return f"wishes of {self.person_id}"

    def of(self, kind: str, way: str) -> int:
        """How near a ticket must be for this kind to be told this way."""
        chosen: dict[str, Any] = self.nearness.get(kind, {})
        return int(chosen.get(way, usual(kind, way)))

    def wants(self, kind: str, way: str, nearness: Nearness) -> bool:
        """Whether something so near is to be told this way."""
        return nearness <= self.of(kind, way)


class Alert(models.Model):
    """Something wrong with mail, for one person who looks after it; gone when it is over."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80, help_text="What is wrong: `Finding.key`.")
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="alert_once")]

    def __str__(self) -> str:
        return f"{self.key} to {self.person_id}"


class Mute(models.Model):
    """A ticket of which somebody wants to hear no more, but what names them."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "ticket"], name="mute_once")]

    def __str__(self) -> str:
        return f"{self.person_id} mutes #{self.ticket_id}"


class Device(models.Model):
    """A browser that somebody lets us push to (RFC 8030), for as long as they are signed in."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    endpoint = models.TextField(unique=True)
    key = models.CharField(max_length=90, help_text="Its public key, P-256, base64url.")
    secret = models.CharField(max_length=30, help_text="Its authentication secret, base64url.")
    name = models.CharField(max_length=80)
    session = models.CharField(max_length=40, db_index=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} of {self.person_id}"
