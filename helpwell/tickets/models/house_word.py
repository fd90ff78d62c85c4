from django.db import models
from django.utils.translation import gettext_lazy as _


class HouseWord(models.Model):
    """A word of this house's own that customers do not know, with what to say instead."""

    word = models.CharField(_("Our word"), max_length=80, unique=True)
    instead = models.CharField(_("Say instead"), max_length=120, blank=True)

    class Meta:
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
