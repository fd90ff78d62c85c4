"""What this room puts into screens: the bell, muting on a ticket."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from helpwell.core.slots import fills
from helpwell.notifications.queries import unread_of


@fills("rail.items")
def bell(context: Mapping[str, Any]) -> str:
    """The bell with what is unread; one query."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return ""
    shown = {
        "unread": unread_of(request.user),
        "is_current": request.path.startswith("/notifications/"),
    }
    return render_to_string("notifications/_bell.html", shown, request=request)


@fills("tickets.more", order=90)
def mute_item(context: Mapping[str, Any]) -> str:
    """The way to hear no more of a ticket."""
    return render_to_string("notifications/_mute.html", {"ticket": context["ticket"]})
