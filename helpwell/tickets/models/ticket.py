from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import Group, User
from helpwell.customers.models import Customer
from helpwell.tickets.models.tag import Tag

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from helpwell.tickets.models.message import Message


class TicketQuerySet(models.QuerySet["Ticket"]):
    """The vocabulary of ticket lists; compose these in queries."""

    def newest_first(self) -> Self:
        return self.order_by("-active_at", "-pk")

    def with_row_details(self) -> Self:
        """What a list row shows, in one query."""
        tags = Ticket.tags.through._default_manager.filter(ticket=OuterRef("pk"))
        names = tags.order_by("tag__name").values("tag__name")
        rows = self.select_related("requester", "assignee")
        return rows.annotate(first_tag=Subquery(names[:1]))

    def with_head_details(self) -> Self:
        """What a ticket's own page shows of it, in a fixed number of queries."""
        return self.select_related("requester", "assignee", "group").prefetch_related("tags")


class Ticket(models.Model):
    """One customer's matter, from the first message until it is solved."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        OPEN = "open", _("Open")
        PENDING = "pending", _("Pending")
        ON_HOLD = "on_hold", _("On hold")
        SOLVED = "solved", _("Solved")
        CLOSED = "closed", _("Closed")

    class Priority(models.IntegerChoices):
        LOW = 1, _("Low")
        NORMAL = 2, _("Normal")
        HIGH = 3, _("High")
        URGENT = 4, _("Urgent")

    OUR_TURN = (Status.NEW, Status.OPEN)
    DONE = (Status.SOLVED, Status.CLOSED)

    subject = models.CharField(max_length=250)
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    requester = models.ForeignKey(Customer, models.PROTECT, related_name="+", db_index=False)
    assignee = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", db_index=False)
    group = models.ForeignKey(Group, models.SET_NULL, null=True, related_name="+", db_index=False)
    tags = models.ManyToManyField(Tag, related_name="+")
    opened_at = models.DateTimeField()
    active_at = models.DateTimeField(help_text="When the last message came or went.")
    waiting_since = models.DateTimeField(
        null=True, help_text="Since when the customer waits for an answer of ours."
    )
    solved_at = models.DateTimeField(null=True)
    last_words = models.CharField(max_length=160, blank=True)
    last_public_id = models.BigIntegerField(
        null=True, help_text="The newest message that the customer wrote or can see."
    )
    message_count = models.PositiveIntegerField(default=0)

    objects = TicketQuerySet.as_manager()

    if TYPE_CHECKING:
        messages: RelatedManager[Message]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ticket_solved_at_matches_status",
                condition=Q(status__in=("solved", "closed"), solved_at__isnull=False)
                | ~Q(status__in=("solved", "closed")) & Q(solved_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["-active_at", "-id"], name="ticket_all"),
            models.Index(
                fields=["-active_at", "-id"],
                name="ticket_ours",
                condition=Q(status__in=("new", "open")),
            ),
            models.Index(
                fields=["-active_at", "-id"],
                name="ticket_unassigned",
                condition=Q(status__in=("new", "open"), assignee=None),
            ),
            models.Index(
                fields=["-active_at", "-id"],
                name="ticket_waiting",
                condition=Q(status__in=("pending", "on_hold")),
            ),
            models.Index(
                fields=["-active_at", "-id"],
                name="ticket_done",
                condition=Q(status__in=("solved", "closed")),
            ),
            models.Index(fields=["assignee", "-active_at", "-id"], name="ticket_assignee"),
            models.Index(fields=["group", "-active_at", "-id"], name="ticket_group"),
            models.Index(fields=["requester", "-active_at", "-id"], name="ticket_requester"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"

    @property
    def title(self) -> str:
        """The subject, or words that say there is none."""
        return self.subject or _now("(no subject)")

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def is_done(self) -> bool:
        return self.status in self.DONE
