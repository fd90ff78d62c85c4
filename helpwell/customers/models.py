from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf.locale import LANG_INFO
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helpwell.core import clock
from helpwell.core.actors import Actor

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Organisation(models.Model):
    """A company, school or household whose people write to us."""

    name = models.CharField(_("Name"), max_length=200)
    domains = ArrayField(
        models.CharField(max_length=253),
        default=list,
        blank=True,
        help_text=_("Mail from these domains is taken for this organisation's."),
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """Somebody who writes to us; one person over all channels."""

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
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="people"
    )
    created_at = models.DateTimeField()

    if TYPE_CHECKING:
        identities: RelatedManager["Identity"]

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name or gettext("Nameless customer")

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

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=320, help_text="Normalised: what recognition compares.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="identity_is_one_customers")
        ]

    def __str__(self) -> str:
        return self.value
