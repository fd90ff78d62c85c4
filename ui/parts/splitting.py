"""The button that sends and sets the status in one."""

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from ui.markup import attributes


def split_button(
    id: str,
    name: str,
    choices: Iterable[tuple[str, str, str]],
    *,
    value: str = "",
    label: str = "",
    remember: str = "",
    keys: str = "mod+enter",
    kind: str = "primary",
    **attrs: Any,
) -> SafeString:
    """One button for two decisions: submits its form with `name` set to the chosen value.

    A choice is (value, label, status); `remember` names where the last choice is kept.
    """
    options = [{"value": value_, "label": text, "status": state} for value_, text, state in choices]
    first = next((o for o in options if o["value"] == value), options[0])
    context = {
        "id": id, "name": name, "options": options, "first": first, "label": label,
        "remember": remember, "keys": keys, "kind": kind, "attrs": attributes(attrs),
    }  # fmt: skip
    return render_to_string("ui/_split_button.html", context)
