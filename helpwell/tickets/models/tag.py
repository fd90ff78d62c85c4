from django.db import models
from django.utils.translation import gettext_lazy as _


class Tag(models.Model):
    """A word that groups tickets; written in small letters, made by being used."""

    name = models.CharField(_("Name"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
