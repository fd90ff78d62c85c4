from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class BrandUnnamed(Refused):
    sentence = _("Give the brand a name.")


class BrandNameTaken(Refused):
    sentence = _("There is a brand of that name already.")
