from django.db import models

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.tickets.models.message import Message
from helpwell.tickets.models.ticket import Ticket


class Step(models.Model):
    """A line of a ticket's checklist."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class TimeEntry(models.Model):
    """Time that somebody spent on a ticket."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    agent = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    seconds = models.PositiveIntegerField()
    words = models.CharField(max_length=200, blank=True)
    spent_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.seconds} s on {self.ticket_id}"


class Promise(models.Model):
    """What we told the customer we would do, and by when."""

    class State(models.TextChoices):
        OPEN = "open"
        KEPT = "kept"
        BROKEN = "broken"
        WITHDRAWN = "withdrawn"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    words = models.CharField(max_length=300)
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, help_text="When its owner is reminded; once.")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    is_overdue = models.BooleanField(default=False, help_text="Its time passed while it was open.")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="promise_due", condition=models.Q(state="open")),
            models.Index(
                fields=["remind_at"],
                name="promise_remind",
                condition=models.Q(state="open", remind_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_late(self) -> bool:
        """Whether it is owed still, though its time has passed."""
        return self.state == self.State.OPEN and self.due_at <= clock.now()


class Snooze(models.Model):
    """A ticket that rests until a time, an answer or news of an order; then it is open again."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    status_before = models.CharField(max_length=10)
    until = models.DateTimeField(null=True, db_index=True)
    order = models.CharField(max_length=60, blank=True, help_text="An order whose news wakes it.")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.ticket_id} until {self.until}"
