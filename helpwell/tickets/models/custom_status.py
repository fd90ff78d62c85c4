from django.db import models
from django.utils.translation import gettext_lazy as _


class CustomStatus(models.Model):
    """This house's own word for a status, within one of the fixed ones."""

    name = models.CharField(_("Name"), max_length=60, unique=True)
    customer_label = models.CharField(
        _("What customers read"), max_length=60, blank=True, help_text=_("The name where empty.")
    )
    status = models.CharField(_("Stands for"), max_length=10)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name
