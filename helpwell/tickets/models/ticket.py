from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import Group, User
from helpwell.brands.models import Brand
from helpwell.core import clock
from helpwell.customers.models import Customer
from helpwell.fields.models import Edition
from helpwell.tickets.models.custom_status import CustomStatus
from helpwell.tickets.models.form import TicketForm
from helpwell.tickets.models.reason import ContactReason, Resolution
from helpwell.tickets.models.tag import Tag

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from helpwell.tickets.models.message import Message
    from helpwell.tickets.models.side_talk import SideTalk


class TicketQuerySet(models.QuerySet["Ticket"]):
    """The vocabulary of ticket lists; compose these in queries."""

    def newest_first(self) -> Self:
        return self.order_by("-active_at", "-pk")

    def with_row_details(self) -> Self:
        """What a list row shows, in one query."""
        tags = Ticket.tags.through._default_manager.filter(ticket=OuterRef("pk"))
        names = tags.order_by("tag__name").values("tag__name")
        rows = self.select_related("requester", "assignee", "custom_status")
        return rows.annotate(first_tag=Subquery(names[:1]))

    def with_fields_edition(self) -> Self:
        """With the edition of what this house wants to know, so that nobody asks for it alone."""
        number = Edition.objects.values("number")[:1]
        return self.annotate(fields_edition=Coalesce(Subquery(number), 0))

    def with_head_details(self) -> Self:
        """What a ticket's own page shows of it, in a fixed number of queries."""
        rows = self.select_related("requester", "assignee", "group", "custom_status", "brand")
        rows = rows.annotate(has_brands=Exists(Brand.objects.filter(is_active=True)[1:2]))
        return rows.prefetch_related("tags")


class Ticket(models.Model):
    """One customer's matter, from the first message until it is solved."""

    class Status(models.TextChoices):
        NEW = "new", _("New")
        OPEN = "open", _("Open")
        PENDING = "pending", _("Pending")
        ON_HOLD = "on_hold", _("On hold")
        SOLVED = "solved", _("Solved")
        CLOSED = "closed", _("Closed")
        SNOOZED = "snoozed", _("Snoozed")
        SPAM = "spam", _("Spam")
        TRASH = "trash", _("Trash")
        MERGED = "merged", _("Merged")

    class Type(models.TextChoices):
        QUESTION = "question", _("Question")
        INCIDENT = "incident", _("Incident")
        PROBLEM = "problem", _("Problem")
        TASK = "task", _("Task")

    class Priority(models.IntegerChoices):
        LOW = 1, _("Low")
        NORMAL = 2, _("Normal")
        HIGH = 3, _("High")
        URGENT = 4, _("Urgent")

    OUR_TURN = (Status.NEW, Status.OPEN)
    DONE = (Status.SOLVED, Status.CLOSED)
    HIDDEN = (Status.SPAM, Status.TRASH, Status.MERGED)
    DEAF = (Status.CLOSED, Status.TRASH, Status.MERGED)
    STANDING = ("status", "custom_status", "solved_at", "nudged_at")
    CHOOSABLE = (
        Status.OPEN,
        Status.PENDING,
        Status.ON_HOLD,
        Status.SOLVED,
        Status.CLOSED,
    )

    subject = models.CharField(max_length=250)
    status = models.CharField(max_length=10, choices=Status, default=Status.NEW)
    custom_status = models.ForeignKey(CustomStatus, models.SET_NULL, null=True, related_name="+")
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    type = models.CharField(max_length=10, choices=Type, blank=True)
    brand = models.ForeignKey(Brand, models.SET_NULL, null=True, related_name="+")
    form = models.ForeignKey(TicketForm, models.SET_NULL, null=True, related_name="+")
    values = models.JSONField(default=dict, help_text="What its custom fields say, by their key.")
    reason = models.ForeignKey(ContactReason, models.SET_NULL, null=True, related_name="+")
    resolution = models.ForeignKey(Resolution, models.SET_NULL, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    nudged_at = models.DateTimeField(null=True, help_text="When the customer was reminded.")
    trashed_at = models.DateTimeField(null=True)
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
    asked_as: int | None = None  # the number of a merged ticket that led here
    has_brands: bool = False  # whether there are two or more; read along for a ticket's own page
    fields_edition: int | None = None  # read along by `with_fields_edition`
    beside: list[str] | None = None  # what it has beside it, read along by `with_company`

    if TYPE_CHECKING:
        messages: RelatedManager[Message]
        side_talks: RelatedManager[SideTalk]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="ticket_solved_at_matches_status",
                condition=Q(status__in=("solved", "closed"), solved_at__isnull=False)
                | ~Q(status__in=("solved", "closed")) & Q(solved_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-active_at", "-id"],
                name="ticket_all",
                condition=~Q(status__in=("spam", "trash", "merged")),
            ),
            models.Index(
                fields=["-active_at", "-id"], name="ticket_spam", condition=Q(status="spam")
            ),
            models.Index(
                fields=["-active_at", "-id"],
                name="ticket_set_aside",
                condition=Q(status__in=("snoozed", "trash")),
            ),
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
                fields=["assignee", "-active_at", "-id"],
                name="ticket_mine",
                condition=Q(status__in=("new", "open")),
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
            models.Index(
                fields=["solved_at"], name="ticket_solved_at", condition=Q(status="solved")
            ),
            models.Index(
                fields=["nudged_at"],
                name="ticket_nudged_at",
                condition=Q(status="pending", nudged_at__isnull=False),
            ),
            models.Index(fields=["opened_at"], name="ticket_opened_at"),
            models.Index(
                fields=["waiting_since"],
                name="ticket_waiting_since",
                condition=Q(waiting_since__isnull=False),
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

    def become(self, status: str, *, custom_id: int | None = None) -> None:
        """Have another status, with this house's own word for it or none; `STANDING` changes."""
        self.nudged_at = self.nudged_at if status == self.status else None
        self.status, self.custom_status_id = status, custom_id
        self.solved_at = (self.solved_at or clock.now()) if self.is_done else None

    @property
    def status_name(self) -> str:
        """The status as agents read it: the house's own word, or the usual one."""
        return self.custom_status.name if self.custom_status else self.get_status_display()

    @property
    def unusual_priority(self) -> str:
        """The priority in words, and nothing where it is the usual one."""
        return "" if self.priority == self.Priority.NORMAL else self.get_priority_display()

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def is_spam(self) -> bool:
        return self.status == self.Status.SPAM

    @property
    def is_trashed(self) -> bool:
        return self.status == self.Status.TRASH

    @property
    def takes_mail(self) -> bool:
        """Whether a customer's mail may still go onto it."""
        return self.status not in self.DEAF

    @property
    def is_hidden(self) -> bool:
        """Whether it stands in no list but one of its own: spam, trash, or merged away."""
        return self.status in self.HIDDEN

    @property
    def is_done(self) -> bool:
        return self.status in self.DONE
