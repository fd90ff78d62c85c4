import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core.actors import Actor
from helpwell.core.downloads import PICTURES
from helpwell.core.filenames import danger_of
from helpwell.customers.models import Customer
from helpwell.files.models import File, Scan
from helpwell.tickets.models.side_talk import SideTalk
from helpwell.tickets.models.ticket import Ticket

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


RICH = re.compile(r"<(?:img|table|font|h[1-6]|ul|ol|pre)\b|style=")


class Message(models.Model):
    """Something said on a ticket: by the customer, to the customer, or among ourselves."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("From the customer")
        REPLY = "reply", _("Reply")
        NOTE = "note", _("Internal note")
        ASKED = "asked", _("To somebody else")
        TOLD = "told", _("From somebody else")

    PUBLIC = (Kind.RECEIVED, Kind.REPLY)
    SAID = models.Q(send_at=None) | models.Q(created_at__gte=models.F("send_at"))
    FROM_OUTSIDE = (Kind.RECEIVED, Kind.TOLD)
    MAILED = (Kind.REPLY, Kind.ASKED)

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, related_name="+", db_index=False
    )
    text = models.TextField(help_text="What was said, as plain text, without quotes.")
    html = models.TextField(blank=True, help_text="The same as cleaned HTML, where there was any.")
    quoted = models.TextField(blank=True, help_text="Quoted history and signature, as plain text.")
    full_html = models.TextField(blank=True, help_text="All of it, cleaned, quotes included.")
    remote_images = models.PositiveIntegerField(default=0)
    is_automatic = models.BooleanField(default=False, help_text="Sent by a machine, not a person.")
    is_bounce = models.BooleanField(default=False)
    channel = models.CharField(max_length=20, default="email")
    recipients = models.JSONField(
        default=list,
        help_text="Addressees of a public message: [{kind, name, email}], kind to|cc|bcc.",
    )
    side_talk = models.ForeignKey(
        SideTalk,
        models.CASCADE,
        null=True,
        related_name="messages",
        help_text="The talk with a third party it belongs to, kinds asked and told only.",
    )
    is_masked = models.BooleanField(
        default=False, help_text="Card numbers were masked; the original has them."
    )
    send_at = models.DateTimeField(null=True, help_text="A reply's chosen time, not before.")
    only_if_silent = models.BooleanField(
        default=False, help_text="A reply that is not sent if the customer writes first."
    )
    created_at = models.DateTimeField()

    if TYPE_CHECKING:
        attachments: RelatedManager["Attachment"]

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "id"], name="message_ticket"),
            models.Index(
                fields=["customer", "-id"],
                name="message_customer",
                condition=models.Q(customer__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="message_of_a_side_talk_is_never_public",
                condition=models.Q(kind__in=("asked", "told"), side_talk__isnull=False)
                | ~models.Q(kind__in=("asked", "told")) & models.Q(side_talk__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_public(self) -> bool:
        return self.kind in self.PUBLIC

    @property
    def is_from_outside(self) -> bool:
        return self.kind in self.FROM_OUTSIDE

    @property
    def is_scheduled(self) -> bool:
        """Whether it is an answer that is not said yet: its time has not come, or was cancelled."""
        return self.send_at is not None and self.created_at < self.send_at

    @property
    def is_mailed(self) -> bool:
        return self.kind in self.MAILED

    @property
    def writer(self) -> Actor:
        """Who said it."""
        if self.customer_id:
            return Actor(kind="customer", id=self.customer_id)
        return Actor(kind="agent", id=self.author_id)

    @property
    def writer_name(self) -> str:
        """The name of whoever said it."""
        if self.is_automatic and self.kind == self.Kind.REPLY:
            return _now("Automatic message")
        if self.customer or self.author:
            return str(self.customer or self.author)
        senders = (r["name"] or r["email"] for r in self.addressed("from"))
        return next(senders, _now("Somebody who left"))

    @property
    def to_line(self) -> str:
        """Whom a public message went to, in a line."""
        people = [r["name"] or r["email"] for r in (*self.addressed("to"), *self.addressed("cc"))]
        return _now("to %s") % ", ".join(people) if people else ""

    @property
    def named(self) -> list[dict[str, Any]]:
        """Who stands in a copy without having been let into the talk."""
        return self.addressed("named")

    @property
    def first_sender(self) -> dict[str, Any] | None:
        """Who first wrote what somebody has passed on under a name of ours that is not proven."""
        return next(iter(self.addressed("forwarded")), None)

    @property
    def is_framed(self) -> bool:
        """Whether its HTML says more than its text: then it is shown in a frame of its own."""
        return self.is_from_outside and bool(RICH.search(self.html))

    @property
    def is_withheld(self) -> bool:
        """Whether its original and its files are seen by right only, for they may hold numbers."""
        return self.is_masked and self.is_from_outside

    @property
    def listed_files(self) -> list["Attachment"]:
        """Its files, without the pictures that stand in its text."""
        in_text = self.html if self.is_framed or not self.is_from_outside else ""
        return [f for f in self.attachments.all() if not (f.is_inline and f.is_shown_in(in_text))]

    def addressed(self, kind: str) -> list[dict[str, Any]]:
        """The recipients of one kind: to, cc or bcc."""
        return [recipient for recipient in self.recipients if recipient["kind"] == kind]


class Attachment(models.Model):
    """A file that came or goes with a message, or waits in an agent's draft for its message."""

    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="attachments")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    content_id = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False, help_text="Shown in its place in the text.")
    mode = models.CharField(
        max_length=24,
        default="reply",
        help_text="The draft it was put into; it can go with a message of that kind only.",
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.content_type in PICTURES

    @property
    def danger(self) -> str:
        """Why it may do harm when it is opened, in a word or two; empty for most."""
        return danger_of(self.name, self.content_type)

    @property
    def is_infected(self) -> bool:
        return self.file.scanned == Scan.State.INFECTED

    @property
    def url(self) -> str:
        return reverse("tickets:file", args=[self.ticket_id, self.pk])

    def is_shown_in(self, html: str) -> bool:
        """Whether `html` shows this picture, by its Content-ID or by its own address."""
        return bool(self.content_id and quote(self.content_id, safe="") in html) or self.url in html
