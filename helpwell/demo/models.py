from django.contrib.postgres.fields import ArrayField
from django.db import models


class Made(models.Model):
    """Something the demo has made, so that removing the demo removes it and nothing else.

    Tickets are not listed: those of the demo are the ones that came in through its inboxes.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        GROUP = "group"
        INBOX = "inbox"
        CUSTOMER = "customer"
        ORGANISATION = "organisation"
        TAG = "tag"
        FIELD = "field"
        FORM = "form"
        REASON = "reason"
        RESOLUTION = "resolution"
        BRAND = "brand"
        STATUS = "status"
        SEGMENT = "segment"
        VIEW = "view"
        WISH = "wish"  # somebody wants it to come; it moves in in the background

    kind = models.CharField(max_length=20, choices=Kind)
    made_id = models.BigIntegerField()
    key = models.CharField(max_length=60, blank=True, help_text="What the content calls it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "made_id"], name="demo_made_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_id}"


class Mail(models.Model):
    """A mail that left Helpwell and lies in the mailboxes of the demo's customers."""

    raw = models.BinaryField()
    recipients = ArrayField(
        models.CharField(max_length=320), help_text="The mailboxes it was handed in for."
    )
    sender = models.CharField(max_length=320, help_text="Who it says it is from, for the list.")
    subject = models.CharField(max_length=500, blank=True)
    last_words = models.CharField(max_length=160, blank=True)
    message_id_header = models.CharField(max_length=998, blank=True, db_index=True)
    received_at = models.DateTimeField()
    is_read = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["-received_at", "-id"], name="demo_mail_newest")]

    def __str__(self) -> str:
        return self.subject
