from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf.locale import LANG_INFO
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpwell.core import clock
from helpwell.core.actors import Actor
from helpwell.customers.hours import is_reachable
from helpwell.customers.models.organisation import Organisation, Segment

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Customer(models.Model):
    """Somebody who writes to us; one person over all channels."""

    class Address(models.TextChoices):
        FORMAL = "formal", _("Formal")
        INFORMAL = "informal", _("By first name")

    name = models.CharField(_("Name"), max_length=200)
    greeting = models.CharField(
        _("How to greet them"), max_length=200, blank=True, help_text=_("Such as “Ms Köhler”.")
    )
    language = models.CharField(_("Language"), max_length=12, blank=True)
    time_zone = models.CharField(_("Time zone"), max_length=60, blank=True)
    needs = models.CharField(
        _("Needs"), max_length=300, blank=True, help_text=_("Such as “hard of hearing: write”.")
    )
    notes = models.TextField(_("Notes"), blank=True)
    form_of_address = models.CharField(
        _("Form of address"), max_length=10, choices=Address, blank=True
    )
    contact_times = models.CharField(
        _("When to reach them"), max_length=200, blank=True, help_text=_("Such as “after 17:00”.")
    )
    vulnerability = models.TextField(
        _("What to mind with care"),
        blank=True,
        help_text=_("Seen only by people who may; such as “recently bereaved”."),
    )
    segments = models.ManyToManyField(
        Segment, related_name="+", blank=True, verbose_name=_("Segments")
    )
    values = models.JSONField(default=dict, help_text="What their custom fields say, by key.")
    external_id = models.CharField(
        _("Number elsewhere"), max_length=120, null=True, blank=True, unique=True
    )
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("Organisation"),
    )
    created_at = models.DateTimeField()

    if TYPE_CHECKING:
        identities: RelatedManager["Identity"]

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"], name="customer_name")]

    def __str__(self) -> str:
        return self.name or gettext("Nameless customer")

    @property
    def first_name(self) -> str:
        """What friends would say: Anna of “Anna Köhler” and of “Köhler, Anna”."""
        return next(iter(self.name.rpartition(",")[2].split()), "")

    @property
    def greeting_or_name(self) -> str:
        """How to greet them, as they asked; else by first name where that is agreed, or in full."""
        if self.greeting:
            return self.greeting
        is_informal = self.form_of_address == self.Address.INFORMAL
        return (is_informal and self.first_name) or self.name

    @property
    def language_name(self) -> str:
        """The language in the reader's words, or its code where we know no word for it."""
        known = LANG_INFO.get(self.language.partition("-")[0], {})
        return gettext(known.get("name", self.language))

    @property
    def local_time(self) -> str:
        """What their clock says now, such as 09:31; nothing for a zone we do not know."""
        try:
            return clock.now().astimezone(ZoneInfo(self.time_zone)).strftime("%H:%M")
        except (ValueError, ZoneInfoNotFoundError):
            return ""

    @property
    def is_reachable(self) -> bool:
        """Whether their clock says an hour at which they want to be reached, or at least day."""
        try:
            at = clock.now().astimezone(ZoneInfo(self.time_zone)).time()
        except (ValueError, ZoneInfoNotFoundError):
            return True
        return is_reachable(self.contact_times, at=at)

    @property
    def place(self) -> str:
        """The city their time zone is named for."""
        return self.time_zone.rpartition("/")[2].replace("_", " ")

    @property
    def actor(self) -> Actor:
        return Actor(kind="customer", id=self.pk)


class Identity(models.Model):
    """An address by which a customer is recognised."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        HANDLE = "handle", _("Handle")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=320, help_text="Normalised: what recognition compares.")
    written = models.CharField(max_length=320, blank=True, help_text="As people write it.")
    is_preferred = models.BooleanField(default=False)
    undeliverable_at = models.DateTimeField(null=True, help_text="When mail there came back.")
    undeliverable_why = models.CharField(max_length=500, blank=True)
    opted_out_at = models.DateTimeField(null=True, help_text="When they complained of our mail.")
    opted_out_why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-is_preferred", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="identity_is_one_customers")
        ]

    def __str__(self) -> str:
        return self.value

    @property
    def is_usable(self) -> bool:
        """Whether nothing speaks against writing there."""
        return self.undeliverable_at is None and self.opted_out_at is None
