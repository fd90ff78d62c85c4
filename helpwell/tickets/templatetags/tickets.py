from django import template
from django.utils.safestring import SafeString, mark_safe

from helpwell.core.html import from_text

register = template.Library()


@register.filter
def as_paragraphs(text: str) -> SafeString:
    """Plain text as safe HTML, with paragraphs and links."""
    return mark_safe(from_text(text))  # noqa: S308 - from_text escapes
