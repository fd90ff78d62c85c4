"""The way to the mail viewer, in the rail while the demo is here."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from helpwell.core.slots import fills
from helpwell.demo.queries import is_present


@fills("rail.foot", order=5)
def mail_viewer(context: Mapping[str, Any]) -> str | None:
    """A link for everybody who is signed in."""
    if not is_present():
        return None
    request = context["request"]
    is_current = request.path.startswith("/demo/")
    return render_to_string("demo/_rail.html", {"is_current": is_current}, request=request)
