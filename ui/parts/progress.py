"""How far, how much, and what is still coming."""

from django.core.paginator import Page
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ui.markup import classes


def meter(value: float, most: float, label: str, tone: str = "", words: str = "") -> SafeString:
    """How much of `most` there is, in a bar; `words` say the figures."""
    part = max(0.0, min(100.0, 100 * value / most)) if most else 0.0
    context = {
        "value": value, "most": most, "label": label, "words": words, "part": f"{part:.1f}",
        "css": classes("meter", tone),
    }  # fmt: skip
    return render_to_string("ui/_meter.html", context)


def skeleton(lines: int = 3, kind: str = "text") -> SafeString:
    """A quiet shape of what is being fetched; `kind` is text or row."""
    bars = SafeString("<i></i>" * lines)
    return format_html(
        '<div class="skeleton skeleton--{}" role="status" aria-label="{}">{}</div>',
        kind,
        _("Loading"),
        bars,
    )


def pager(page: Page[object], url: str = "?page=", target: str = "") -> SafeString:
    """Earlier and later; `url` ends where the page number goes, `target` swaps by htmx."""
    return render_to_string("ui/_pager.html", {"page": page, "url": url, "target": target})
