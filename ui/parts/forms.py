"""Things to fill in."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ui.markup import attribute_name, attributes

Choice = tuple[Any, str]


def field(bound: BoundField, label: str = "", quiet: bool = False, **attrs: Any) -> SafeString:
    """A form field with label, help and errors, tied together for screen readers.

    `quiet` keeps the label for screen readers only. Other arguments become attributes of the input.
    """
    given = {attribute_name(name): value for name, value in attrs.items()}
    is_check = getattr(bound.field.widget, "input_type", "") == "checkbox"
    context = {
        "field": bound, "label": label or bound.label, "quiet": quiet, "is_check": is_check,
        "id": given.get("id", bound.id_for_label),
        "input": bound.as_widget(attrs=given),
    }  # fmt: skip
    return render_to_string("ui/_field.html", context)


def switch(
    name: str, label: str, checked: bool = False, help: str = "", **attrs: Any
) -> SafeString:
    """On or off, at once."""
    context = {
        "name": name, "label": label, "checked": checked, "help": help, "attrs": attributes(attrs),
    }  # fmt: skip
    return render_to_string("ui/_switch.html", context)


def segmented(
    name: str, label: str, choices: Iterable[Sequence[str]], value: str = "", **attrs: Any
) -> SafeString:
    """One of a few, all in sight; a choice is (value, label) or (value, label, icon)."""
    options = [
        {"value": key, "label": text, "icon": icon[0] if icon else "", "on": key == str(value)}
        for key, text, *icon in choices
    ]
    context = {"name": name, "label": label, "options": options, "attrs": attributes(attrs)}
    return render_to_string("ui/_segmented.html", context)


def combobox(
    name: str,
    label: str,
    choices: Iterable[Choice] = (),
    *,
    value: Any = "",
    src: str = "",
    placeholder: str = "",
    quiet: bool = False,
    id: str = "",
    icon: str = "",
    required: bool = False,
    **attrs: Any,
) -> SafeString:
    """A type-ahead pick list. The choice is sent as `name`; picking one fires `change`.

    `src` fetches `<li role="option" data-value>` rows with `?q=` typed so far.
    """
    options = [{"value": v, "label": text, "on": str(v) == str(value)} for v, text in choices]
    context = {
        "name": name, "label": label, "options": options, "value": value, "src": src,
        "shown": next((o["label"] for o in options if o["on"]), ""), "placeholder": placeholder,
        "quiet": quiet, "id": id or f"pick-{name}", "icon": icon, "required": required,
        "attrs": attributes(attrs),
    }  # fmt: skip
    return render_to_string("ui/_combobox.html", context)


def chips(
    name: str,
    label: str,
    values: Iterable[str] = (),
    *,
    kind: str = "email",
    choices: Iterable[str] = (),
    src: str = "",
    placeholder: str = "",
    quiet: bool = False,
    id: str = "",
    **attrs: Any,
) -> SafeString:
    """Several short values as chips, sent as repeated `name`; `kind` is email or tag."""
    context = {
        "name": name, "label": label, "values": list(values), "kind": kind, "choices": choices,
        "src": src, "placeholder": placeholder, "quiet": quiet, "id": id or f"chips-{name}",
        "attrs": attributes(attrs),
    }  # fmt: skip
    return render_to_string("ui/_chips.html", context)


def editor(
    name: str,
    label: str,
    *,
    value: str = "",
    placeholder: str = "",
    id: str = "",
    files: bool = True,
    class_: str = "",
    **attrs: Any,
) -> SafeString:
    """Rich text (Trix), sent as HTML in `name`; `class_` editor--note is amber."""
    css = f"editor {class_}".strip()
    context = {
        "name": name, "label": label, "value": value, "placeholder": placeholder,
        "id": id or f"editor-{name}", "files": files, "css": css, "attrs": attributes(attrs),
    }  # fmt: skip
    return render_to_string("ui/_editor.html", context)
