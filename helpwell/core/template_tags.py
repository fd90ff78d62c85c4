"""Template tags every template has: slots."""

from collections.abc import Mapping
from typing import Any, cast

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from helpwell.core import slots

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str) -> SafeString:
    """Whatever rooms above put into the place `name` of this page."""
    return slots.render(name, cast(Mapping[str, Any], context.flatten()))


@register.filter
def of(pieces: dict[Any, Any], key: Any) -> Any:
    """The piece of a list slot that belongs to one row."""
    return pieces.get(key, "")
