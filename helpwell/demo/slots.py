"""The way to the mail viewer, in the rail while the demo is here, and the first step to it."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from helpwell.core.first_steps import FirstStep
from helpwell.core.slots import fills
from helpwell.demo.moving import step_context
from helpwell.demo.queries import is_present


@fills("rail.foot", order=5)
def mail_viewer(context: Mapping[str, Any]) -> str | None:
    """A link for everybody who is signed in."""
    if not is_present():
        return None
    request = context["request"]
    is_current = request.path.startswith("/demo/")
    return render_to_string("demo/_rail.html", {"is_current": is_current}, request=request)


@fills("welcome.steps", order=40)
def demo_step(context: Mapping[str, Any]) -> FirstStep | None:
    """First step: a company to play with, for those who may do everything."""
    if not context["request"].user.role.is_administrator:
        return None
    return FirstStep(
        title=_("Play with a demo company"),
        words=_(
            "Two hundred tickets of a shop that sews bicycle bags, with colleagues and customers "
            "who answer. It mails nobody, and goes again without a trace."
        ),
        icon="sprout",
        is_done=is_present(),
        deeds=render_to_string("demo/_step.html", step_context(), request=context["request"]),
    )
