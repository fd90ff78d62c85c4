"""When something was or will be."""

import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

SHAPES = ("age", "ago", "moment", "exact")


def when(at: datetime.datetime | None, shape: str = "ago") -> SafeString:
    """A time, told relative to now in the reader's zone; the exact time shows on hover.

    `shape`: age "8m" for lists, ago "8 minutes ago", moment "Tue 09:12", exact "14 Nov 2026, 9:12".
    """
    if at is None:
        return SafeString("")
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return format_html(
        '<relative-time shape="{}"><time datetime="{}">{}</time></relative-time>',
        shape,
        at.isoformat(),
        local.isoformat(" ", "minutes")[:16],
    )
