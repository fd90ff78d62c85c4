"""Things that hold other things: menus, dialogs, banners, tables, empty lists."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ui.markup import attributes, classes
from ui.parts.buttons import pressable
from ui.parts.icons import icon as drawn
from ui.parts.labels import kbd

BANNER_ICONS = {
    "good": "circle-check",
    "soon": "triangle-alert",
    "late": "circle-alert",
    "note": "sticky-note",
}


def menu(
    content: str,
    *,
    id: str,
    label: str,
    icon: str = "ellipsis",
    text: str = "",
    kind: str = "quiet",
    size: str = "",
    place: str = "end",
    **attrs: Any,
) -> SafeString:
    """A button that opens a list of actions; `text` is written on it, else only the icon shows.

    Further attributes go to the button, so `data_key="s"` opens it.
    """
    context = {
        "content": content, "id": id, "label": label, "icon": icon, "text": text, "kind": kind,
        "size": size, "place": place, "attrs": attributes(attrs),
    }  # fmt: skip
    return render_to_string("ui/_menu.html", context)


def menu_item(
    label: str,
    *,
    icon: str = "",
    href: str = "",
    keys: str = "",
    kind: str = "",
    note: str = "",
    checked: bool = False,
    **attrs: Any,
) -> SafeString:
    """One action in a menu."""
    tail = drawn("check", class_="menu__tick") if checked else kbd(*keys.split()) if keys else ""
    inner = format_html(
        '{}<span class="menu__label">{}{}</span>{}',
        drawn(icon) if icon else "",
        label,
        format_html('<small class="menu__note">{}</small>', note) if note else "",
        tail,
    )
    attrs = {"role": "menuitem", "tabindex": "-1", **attrs}
    return pressable(inner, classes("menu__item", kind), href, attrs)


def dialog(content: str, *, id: str, title: str, **given: Any) -> SafeString:
    """A native dialog: `data-opens="id"` opens it; `data-closes`, Escape and outside close it.

    `size` is wide or narrow; `open_now` opens one that was swapped in.
    """
    return _surface("dialog", content, {"id": id, "title": title}, given)


def drawer(content: str, *, id: str, title: str, **given: Any) -> SafeString:
    """A dialog that slides in from the end of the line; takes what `dialog` takes."""
    return _surface("drawer", content, {"id": id, "title": title}, given)


def _surface(part: str, content: str, named: dict[str, Any], given: dict[str, Any]) -> SafeString:
    css = classes(part, given.pop("size", ""))
    open_now = given.pop("open_now", False)
    context = named | {
        "part": part, "content": content, "open_now": open_now, "css": css,
        "attrs": attributes(given),
    }  # fmt: skip
    return render_to_string("ui/_dialog.html", context)


def banner(
    content: str, tone: str = "info", icon: str = "", dismissable: bool = False,
    alert: bool = False, **attrs: Any,
) -> SafeString:  # fmt: skip
    """A sentence across the top of what it is about; `tone` is info, good, soon, late or note.
    Screen readers say at once what is late, or an `alert`."""
    context = {
        "content": content, "tone": tone, "icon": icon or BANNER_ICONS.get(tone, "info"),
        "dismissable": dismissable, "is_alert": alert or tone == "late",
        "attrs": attributes(attrs),
    }  # fmt: skip
    return render_to_string("ui/_banner.html", context)


def empty(content: str, title: str, art: str = "rest") -> SafeString:
    """What an empty list says; `art` is rest (all done), search, start, none, or plain: a quiet
    box above what comes next."""
    return render_to_string("ui/_empty.html", {"content": content, "title": title, "art": art})


def table(
    content: str, caption: str, show_caption: bool = False, cards: bool = False, **attrs: Any
) -> SafeString:
    """A table that scrolls sideways inside itself; the body is `<thead>` and `<tbody>`.

    With `cards` each row is one of two lines on a phone: its cells are `card__who`, `card__when`,
    `card__words`, `card__also`, and a link of class `card__link` is pressed anywhere on it.
    """
    context = {
        "content": content, "caption": caption, "show": show_caption, "cards": cards,
        "attrs": attributes(attrs),
    }  # fmt: skip
    return render_to_string("ui/_table.html", context)
