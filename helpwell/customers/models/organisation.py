from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A company, school or household whose people write to us."""

    name = models.CharField(_("Name"), max_length=200)
    domains = ArrayField(
        models.CharField(max_length=253),
        default=list,
        blank=True,
        help_text=_("Mail from these domains is taken for this organisation's."),
    )

    notes = models.TextField(_("Notes"), blank=True)
    values = models.JSONField(default=dict, help_text="What its custom fields say, by their key.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Segment(models.Model):
    """A word that groups customers, such as “wholesale”; made by being used."""

    name = models.CharField(_("Name"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
