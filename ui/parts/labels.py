"""Small words with a meaning: badges, statuses, counts, keys."""

from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from ui.markup import attributes, classes
from ui.parts.icons import icon as drawn

# status → (name, whose turn it is, icon)
STATUSES: dict[str, tuple[str, str, str]] = {
    "new": (gettext_noop("New"), gettext_noop("our turn"), "dot"),
    "open": (gettext_noop("Open"), gettext_noop("our turn"), "circle-dot"),
    "pending": (gettext_noop("Pending"), gettext_noop("customer’s turn"), "hourglass"),
    "on_hold": (gettext_noop("On hold"), gettext_noop("someone else’s turn"), "circle-pause"),
    "solved": (gettext_noop("Solved"), gettext_noop("done"), "circle-check"),
    "closed": (gettext_noop("Closed"), gettext_noop("done"), "archive"),
    "snoozed": (gettext_noop("Snoozed"), gettext_noop("nobody’s turn yet"), "alarm-clock"),
    "spam": (gettext_noop("Spam"), gettext_noop("nobody’s turn"), "ban"),
    "trash": (gettext_noop("Trash"), gettext_noop("nobody’s turn"), "trash-2"),
    "merged": (gettext_noop("Merged"), gettext_noop("nobody’s turn"), "merge"),
}
KEY_NAMES = {
    "mod": "Ctrl", "enter": "↵", "esc": "Esc", "shift": "⇧", "up": "↑", "down": "↓", "space": "␣",
}  # fmt: skip


def badge(
    text: str, tone: str = "", icon: str = "", class_: str = "", **attrs: object
) -> SafeString:
    """A word about a thing; `tone` is late, soon, good, info, else, note or accent."""
    return format_html(
        '<span class="{}"{}>{}{}</span>',
        classes("badge", tone, also=class_),
        attributes(attrs),
        drawn(icon) if icon else "",
        text,
    )


def status(name: str, turn: bool = False, bare: bool = False, word: str = "") -> SafeString:
    """A ticket's status: name, shape and colour, and whose turn it is when `turn`.

    `bare` draws only the shape and leaves the words to screen readers, for lists; `word` is the
    house's own for it.
    """
    return _status(name, turn, bare, word or "", get_language())


@lru_cache(maxsize=512)
def _status(name: str, turn: bool, bare: bool, own: str, language: str | None) -> SafeString:
    usual, whose, shape = STATUSES[name]
    word = own or _(usual)
    said = f"{word} · {_(whose)}"
    if bare:
        return format_html(
            '<span class="status status--{} status--bare" title="{}">{}</span>',
            name, said, drawn(shape, label=said),
        )  # fmt: skip
    return format_html(
        '<span class="status status--{}" title="{}">{}{}</span>',
        name, said, drawn(shape), said if turn else word,
    )  # fmt: skip


def count(number: int, tone: str = "") -> SafeString:
    """A number beside a name; nothing is shown for none."""
    return format_html('<span class="{}">{}</span>', classes("count", tone), number or "")


def kbd(*keys: str) -> SafeString:
    """Keys as they lie on the keyboard: `mod+enter`, or a sequence `g`, `i`."""
    return format_html_join(" ", "{}", ((_chord(key),) for key in keys))


def _chord(keys: str) -> SafeString:
    parts = keys.split("+") if keys != "+" else ["+"]
    caps = ((_cap(key),) for key in parts)
    return format_html('<span class="keys">{}</span>', format_html_join("", "{}", caps))


def _cap(key: str) -> SafeString:
    held = ' data-mod=""' if key == "mod" else ""
    return format_html("<kbd{}>{}</kbd>", SafeString(held), KEY_NAMES.get(key, key.upper()))
