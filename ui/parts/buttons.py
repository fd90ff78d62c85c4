"""Things to press."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui.markup import attributes, classes
from ui.parts.icons import icon as drawn
from ui.parts.labels import kbd


def button(
    label: str,
    *,
    kind: str = "",
    icon: str = "",
    size: str = "",
    href: str = "",
    keys: str = "",
    icon_after: str = "",
    class_: str = "",
    **attrs: object,
) -> SafeString:
    """A button, or a link that looks like one when `href` is given.

    `kind` is primary, quiet, danger or note; `keys` is shown ("mod+enter"), `data_key` also works.
    """
    inner = format_html(
        '{}<span class="button__label">{}</span>{}{}',
        drawn(icon) if icon else "",
        label,
        drawn(icon_after) if icon_after else "",
        kbd(*keys.split()) if keys else "",
    )
    return pressable(inner, classes("button", kind, size, also=class_), href, attrs)


def icon_button(
    icon: str,
    label: str,
    *,
    kind: str = "",
    size: str = "",
    href: str = "",
    class_: str = "",
    **attrs: object,
) -> SafeString:
    """A button that shows only its icon; `label` is its name and its tooltip."""
    attrs = {"aria_label": label, "title": label, **attrs}
    return pressable(drawn(icon), classes("icon-button", kind, size, also=class_), href, attrs)


def pressable(inner: SafeString, css: str, href: str, attrs: dict[str, object]) -> SafeString:
    """The element itself: `<a>` with an address, else a `<button>` that submits only when told."""
    if href:
        return format_html('<a class="{}" href="{}"{}>{}</a>', css, href, attributes(attrs), inner)
    attrs = {"type": "button", **attrs}
    return format_html('<button class="{}"{}>{}</button>', css, attributes(attrs), inner)
