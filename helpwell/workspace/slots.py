"""What this room puts into screens: its first step."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from helpwell.core.first_steps import FirstStep
from helpwell.core.slots import fills
from helpwell.tickets.permissions import ARRANGE
from helpwell.workspace import suggesting


@fills("welcome.steps", order=15)
def suggestions_step(context: Mapping[str, Any]) -> FirstStep | None:
    """First step: what most desks need, to begin with."""
    if not context["request"].user.can(ARRANGE):
        return None
    is_in = suggesting.is_in()
    return FirstStep(
        title=_("Begin with our suggestions"),
        words=_(
            "Six contact reasons, four ways it can end, a field for the order number and three "
            "snippets. Change or remove any of it later."
        ),
        icon="lightbulb",
        is_done=is_in,
        deeds=render_to_string(
            "workspace/_suggestions.html", {"is_in": is_in}, request=context["request"]
        ),
    )
