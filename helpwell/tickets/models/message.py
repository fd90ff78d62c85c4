import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core.actors import Actor
from helpwell.customers.models import Customer
from helpwell.files.models import File
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

    PUBLIC = (Kind.RECEIVED, Kind.REPLY)

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
    created_at = models.DateTimeField()

    if TYPE_CHECKING:
        attachments: RelatedManager["Attachment"]

    class Meta:
        indexes = [models.Index(fields=["ticket", "id"], name="message_ticket")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_public(self) -> bool:
        return self.kind in self.PUBLIC

    @property
    def writer(self) -> Actor:
        """Who said it."""
        if self.customer_id:
            return Actor(kind="customer", id=self.customer_id)
        return Actor(kind="agent", id=self.author_id)

    @property
    def writer_name(self) -> str:
        """The name of whoever said it."""
        return str(self.customer or self.author or _now("Somebody who left"))

    @property
    def to_line(self) -> str:
        """Whom a public message went to, in a line."""
        people = [r["name"] or r["email"] for r in (*self.addressed("to"), *self.addressed("cc"))]
        return _now("to %s") % ", ".join(people) if people else ""

    @property
    def is_framed(self) -> bool:
        """Whether its HTML says more than its text: then it is shown in a frame of its own."""
        return self.kind == self.Kind.RECEIVED and bool(RICH.search(self.html))

    @property
    def listed_files(self) -> list["Attachment"]:
        """Its files, without the pictures that stand in its text."""
        in_text = self.html if self.is_framed or self.kind != self.Kind.RECEIVED else ""
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
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/") and self.content_type != "image/svg+xml"

    @property
    def url(self) -> str:
        return reverse("tickets:file", args=[self.ticket_id, self.pk])

    def is_shown_in(self, html: str) -> bool:
        """Whether `html` shows this picture, by its Content-ID or by its own address."""
        return bool(self.content_id and quote(self.content_id, safe="") in html) or self.url in html
