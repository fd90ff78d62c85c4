"""Template tags every template has: slots, and the menu of the settings."""

from collections.abc import Mapping
from typing import Any, cast

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from helpwell.core import slots
from helpwell.core.settings_pages import SettingsPage, by_heading, pages_for

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str) -> SafeString:
    """Whatever rooms above put into the place `name` of this page."""
    return slots.render(name, cast(Mapping[str, Any], context.flatten()))


@register.simple_tag(takes_context=True)
def settings_menu(context: Context) -> list[tuple[Any, list[SettingsPage]]]:
    """The settings that the reader may open, under their headings."""
    pages = by_heading(pages_for(context["request"].user.can))
    return [(heading.value, found) for heading, found in pages.items()]


@register.filter
def of(pieces: dict[Any, Any], key: Any) -> Any:
    """The piece of a list slot that belongs to one row."""
    return pieces.get(key, "")


@register.filter
def is_at(page: SettingsPage, view: str) -> bool:
    """Whether the page of this name is the settings page, or one below it."""
    return page.is_at(view)
