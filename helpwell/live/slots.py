import time
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from helpwell.core.slots import fills

DRAWING_SECONDS = 5  # what a page shows was read a little before this element is drawn


@fills("page.live")
def live_updates(context: Mapping[str, Any]) -> str:
    """The element that follows the topics a page names."""
    environment = settings.HELPWELL
    live_url = "" if environment.live_is_beside else environment.live_url
    return render_to_string(
        "live/_updates.html",
        {
            "live_url": live_url,
            "live_port": environment.live_port,
            "person": context["request"].user.pk,
            "drawn_at": time.time() - DRAWING_SECONDS,
        },
    )
