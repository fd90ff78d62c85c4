from django.db import models
from django.utils.translation import gettext_lazy as _


class Brand(models.Model):
    """A name under which this house answers, with its colour and the words under its letters."""

    name = models.CharField(_("Name"), max_length=80, unique=True)
    colour = models.CharField(_("Colour"), max_length=7, blank=True, help_text=_("As #RRGGBB."))
    signature = models.TextField(
        _("Signature"),
        blank=True,
        help_text=_("Under answers, where an inbox has none of its own."),
    )
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
