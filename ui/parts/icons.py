"""Drawings: icons from the sprite, the mark, the ring of a clock."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui.markup import classes

SPRITE = "ui/icons.svg"


@lru_cache(maxsize=1024)
def icon(name: str, label: str = "", size: str = "", class_: str = "") -> SafeString:
    """A drawn icon; silent for screen readers unless it has a `label`."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        classes("icon", size, also=class_),
        SafeString(spoken),
        static(SPRITE),
        name,
    )


def mark(size: str = "") -> SafeString:
    """The Helpwell mark: an h that says hi."""
    return format_html(
        '<svg class="{}" viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
        '<rect class="mark__ground" width="32" height="32" rx="9"/>'
        '<path class="mark__line" d="M10.5 7v18'
        'M10.5 19.2c0-3.6 2.4-5.7 5.5-5.7s5.5 2.1 5.5 5.7V25"/>'
        '<circle class="mark__dot" cx="21.5" cy="8.6" r="2.1"/></svg>',
        classes("mark", size),
    )


@lru_cache(maxsize=1024)
def ring(percent: float, label: str, tone: str = "") -> SafeString:
    """A clock as a thin ring: `percent` of the time is used up; `label` says it in words."""
    used = max(0, min(100, round(percent)))
    return format_html(
        '<svg class="{}" viewBox="0 0 16 16" role="img" aria-label="{}">'
        '<circle class="ring__whole" cx="8" cy="8" r="6"/>'
        '<circle class="ring__used" cx="8" cy="8" r="6" pathLength="100"'
        ' stroke-dasharray="{} 100" transform="rotate(-90 8 8)"/></svg>',
        classes("ring", tone),
        label,
        used,
    )
