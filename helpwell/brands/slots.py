"""What this room puts into screens: its first step."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from helpwell.brands.models import Brand
from helpwell.brands.permissions import MANAGE
from helpwell.core.first_steps import FirstStep
from helpwell.core.slots import fills


@fills("welcome.steps", order=5)
def brand_step(context: Mapping[str, Any]) -> FirstStep | None:
    """First step: the name under which we answer."""
    if not context["request"].user.can(MANAGE):
        return None
    brand = Brand.objects.first()
    each = _("Your company’s name, a colour, and what stands under every answer.")
    return FirstStep(
        title=_("Say who you are"),
        words=brand.name if brand else each,
        icon="badge-check",
        is_done=brand is not None,
        label=_("Brands"),
        url=reverse("brands:brands"),
    )
