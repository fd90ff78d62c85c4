"""The rail: the house's main places, for those who may go there."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

PLACES = (
    ("inbox", "Inbox", "workspace:home", "g i", ("/inbox/", "/tickets/"), ""),
    ("users", "Customers", "customers:list", "g c", ("/customers/",), "customers.read"),
    ("search", "Search", "workspace:search", "/", ("/search/",), ""),
    ("settings", "Settings", "workspace:settings", "g ,", ("/settings/",), ""),
)


def rail(request: HttpRequest) -> dict[str, Any]:
    """Context for the frame: the rail's items, where the palette asks, and this person's keys."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    items = [
        {
            "icon": icon,
            "label": _(label),
            "url": reverse(name),
            "key": key,
            "is_current": request.path.startswith(paths),
        }
        for icon, label, name, key, paths, capability in PLACES
        if not capability or user.can(capability)
    ]
    return {
        "rail": items,
        "palette_url": reverse("workspace:palette"),
        "keys_url": reverse("accounts:keys"),
        "has_single_keys": user.uses_single_keys,
    }
