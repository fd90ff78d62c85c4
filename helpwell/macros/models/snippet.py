from django.db import models
from django.utils.translation import gettext_lazy as _

from helpwell.macros.models.kept import Kept, KeptQuerySet


class Snippet(Kept):
    """Words that are put into a text by typing / and a few letters."""

    shortcut = models.CharField(
        _("Shortcut"), max_length=40, blank=True, help_text=_("Such as “thanks”, typed after /.")
    )
    used = models.PositiveIntegerField(default=0, help_text="How often it was put in.")
    used_at = models.DateTimeField(null=True)

    objects = KeptQuerySet["Snippet"].as_manager()
