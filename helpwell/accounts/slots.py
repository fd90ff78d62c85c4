"""What this room puts into screens: the person's own menu, links in settings, first steps."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from helpwell.accounts import queries
from helpwell.core.slots import fills


@fills("rail.foot", order=10)
def my_menu(context: Mapping[str, Any]) -> str:
    """My face, whether I am here, and the way out."""
    return _rendered("accounts/_me_menu.html", context)


@fills("settings.menu", order=10)
def my_settings(context: Mapping[str, Any]) -> str:
    """The way to my profile."""
    return _rendered("accounts/_my_settings.html", context)


@fills("settings.menu", order=20)
def team_settings(context: Mapping[str, Any]) -> str | None:
    """The ways to people, groups and roles, for those who may change them."""
    if not context["request"].user.can("accounts.manage"):
        return None
    return _rendered("accounts/_team_settings.html", context)


@fills("settings.home", order=20)
def people_first(context: Mapping[str, Any]) -> str | None:
    """Where settings begin for those who may change people."""
    return reverse("accounts:people") if context["user"].can("accounts.manage") else None


@fills("welcome.steps", order=20)
def groups_step(context: Mapping[str, Any]) -> str:
    """First step: who does what kind of work."""
    return _rendered("accounts/_groups_step.html", context, count=queries.groups().count())


@fills("welcome.steps", order=30)
def people_step(context: Mapping[str, Any]) -> str:
    """First step: colleagues."""
    others = queries.people().exclude(pk=context["request"].user.pk).count()
    invited = queries.pending_invitations().count()
    return _rendered("accounts/_people_step.html", context, others=others, invited=invited)


def _rendered(template: str, context: Mapping[str, Any], **more: Any) -> str:
    return render_to_string(template, more, request=context["request"])
