from django import template
from django.utils.safestring import SafeString, mark_safe

from helpwell.core.html import from_text
from ui.parts.labels import STATUSES

register = template.Library()


@register.filter
def as_paragraphs(text: str) -> SafeString:
    """Plain text as safe HTML, with paragraphs and links."""
    return mark_safe(from_text(text))  # noqa: S308 - from_text escapes


@register.filter(name="is")
def is_(value: object, other: object) -> bool:
    """Whether both are the same, for arguments of tags."""
    return value == other


@register.filter
def status_icon(status: str) -> str:
    """The drawing of a status, as lists show it."""
    return STATUSES[status][2]
