"""Ways through a screen: tabs, panes, lists moved through by keys."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui.markup import attributes
from ui.parts.buttons import icon_button
from ui.parts.icons import icon as drawn
from ui.parts.labels import count as counted
from ui.parts.labels import kbd


def tabs(content: str, label: str) -> SafeString:
    """A row of tabs; with `panel` on its tabs they switch panels, with `href` they are links."""
    if 'role="tab"' in content:
        return format_html(
            '<tab-list class="tabs" role="tablist" aria-label="{}">{}</tab-list>', label, content
        )
    return format_html('<nav class="tabs" aria-label="{}">{}</nav>', label, content)


def tab(
    label: str,
    *,
    panel: str = "",
    href: str = "",
    current: bool = False,
    count: int | None = None,
    keys: str = "",
    icon: str = "",
    **attrs: Any,
) -> SafeString:
    """One tab: `panel` is the id it shows, or `href` where it leads."""
    inner = format_html(
        "{}{}{}{}",
        drawn(icon) if icon else "",
        label,
        counted(count) if count is not None else "",
        kbd(*keys.split()) if keys else "",
    )
    if href:
        attrs = {"aria_current": "page" if current else None, **attrs}
        return format_html('<a class="tab" href="{}"{}>{}</a>', href, attributes(attrs), inner)
    attrs = {
        "aria_controls": panel, "aria_selected": "true" if current else "false",
        "tabindex": "0" if current else "-1", **attrs,
    }  # fmt: skip
    return format_html(
        '<button type="button" class="tab" role="tab" id="tab-{}"{}>{}</button>',
        panel,
        attributes(attrs),
        inner,
    )


def pane_button(pane: str, label: str, icon: str = "panel-right", **attrs: Any) -> SafeString:
    """Shows or hides a pane: views, list or side; "back" returns to the list on a phone.

    The one for the views shows only where there is no room for them.
    """
    if pane == "back":
        return icon_button("arrow-left", label, class_="pane-back", data_show_pane="list", **attrs)
    attrs = {"data_toggle_pane": pane, "aria_expanded": "true", **attrs}
    return icon_button(icon, label, class_="pane-views-button" if pane == "views" else "", **attrs)


def rows(content: str, label: str) -> SafeString:
    """A list moved through with j and k; mark each row's link with `data-row`."""
    return render_to_string("ui/_rows.html", {"content": content, "label": label})
