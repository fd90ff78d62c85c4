from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince
from django.utils.translation import get_language

from helpwell.core.html import from_foreign_text
from helpwell.core.json import to_json
from helpwell.tickets.saved_views import MOST_COUNTED, Saved
from helpwell.tickets.standing_views import View
from ui.parts.labels import STATUSES

register = template.Library()
EPOCH = datetime(2001, 1, 1, tzinfo=UTC)


@register.filter
def as_paragraphs(text: str) -> SafeString:
    """Plain text from anybody as safe HTML, with paragraphs and links."""
    return mark_safe(from_foreign_text(text))  # noqa: S308 - it escapes


@register.filter(name="is")
def is_(value: object, other: object) -> bool:
    """Whether both are the same, for arguments of tags."""
    return value == other


@register.filter
def as_json(value: Any) -> str:
    """A value as JSON, for the value of a hidden input."""
    return to_json(value)


@register.simple_tag
def view_link(view: View | Saved, number: int | None, shown: str) -> SafeString:
    """A link to a view with how much it holds, `shown` being the slug of the one that is open."""
    is_cut = isinstance(view, Saved) and (number or 0) >= MOST_COUNTED and view.is_personal
    words = str(view.title), view.icon, view.key
    is_shown = view.slug == shown
    return _view_link(get_language(), view.slug, *words, number, is_cut=is_cut, is_shown=is_shown)


@lru_cache(maxsize=4096)
def _view_link(
    _language: str, slug: str, title: str, icon: str, key: str, number: int | None, **how: bool
) -> SafeString:
    """Kept, since every page has up to a hundred of them, and few that it had not before."""
    said = {"slug": slug, "title": title, "icon": icon, "key": key, "number": number}
    return render_to_string("tickets/_view_link.html", said | how)


@register.filter
def status_icon(status: str) -> str:
    """The drawing of a status, as lists show it."""
    return STATUSES[status][2]


@register.filter
def in_words(span: timedelta) -> str:
    """A span in the reader's words, such as “2 hours, 10 minutes”."""
    return timesince(EPOCH, EPOCH + span)
