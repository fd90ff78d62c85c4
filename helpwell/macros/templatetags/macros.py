from django import template

from helpwell.core.html import to_text
from helpwell.core.text import snippet
from helpwell.macros.values import label
from helpwell.macros.variables import PLACE

register = template.Library()


@register.filter
def share(value: float | None, of: int | None) -> str:
    """A share as percent with the count behind it: “40 % (5)”; a dash where nothing counts."""
    return "–" if value is None or not of else f"{value:.0%} ({of})".replace("%", "\u00a0%")


@register.filter
def first_words(html: str) -> str:
    """How kept words begin, on one line; places by what they are called."""
    return snippet(PLACE.sub(lambda found: f"({label(found[1])})", to_text(html)), 140)
