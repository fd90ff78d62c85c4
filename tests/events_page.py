"""docs/events.md, written from the facts themselves: `python -m tests.events_page --write`."""

import os
import sys
from collections import defaultdict
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import django

PAGE = Path(__file__).resolve().parents[1] / "docs" / "events.md"
HEAD = """# Facts

What the rooms tell each other, and what the history of everything is read from. Each is a frozen
dataclass in its room's `facts`, published in the transaction that made it true and told to its
subscribers exactly once, in order for the same thing. Facts hold ids and plain values, never bodies
or addresses: the log outlives erasure. Every fact also says who acted (`by`: the kind, `agent`,
`customer` or `system`, and the id).

This page is generated; after changing a fact run `python -m tests.events_page --write`.
"""


def page() -> str:
    """The whole page, from the facts that the installed rooms declare."""
    from helpwell.events.facts import Fact, known

    by_room: dict[str, list[type[Fact]]] = defaultdict(list)
    for kind in known.values():
        if kind.__module__.startswith("helpwell.") and not kind.__subclasses__():
            by_room[kind.__module__.split(".")[1]].append(kind)
    return "\n".join([HEAD, *(_room(name, by_room[name]) for name in sorted(by_room))])


def _room(name: str, kinds: list) -> str:
    rows = [_row(kind) for kind in sorted(kinds, key=lambda kind: kind.name)]
    head = "| fact | about | also says | what happened |\n|---|---|---|---|"
    return "\n".join([f"## {name}\n", head, *rows, ""])


def _row(kind) -> str:
    hints = get_type_hints(kind)
    own = [field.name for field in fields(kind) if field.name not in ("by", kind.subject)]
    also = ", ".join(f"`{name}` {_shown(hints[name])}" for name in own) or "–"
    doc = " ".join((kind.__doc__ or "").split())
    return f"| `{kind.name}` | `{kind.subject}` | {also} | {doc} |"


def _shown(hint: object) -> str:
    words = hint.__name__ if isinstance(hint, type) and hint.__module__ == "builtins" else str(hint)
    return words.replace(" | ", " or ").replace("list[", "list of ").rstrip("]")


def main() -> int:
    """Write the page, or say whether it is stale."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if "--write" in sys.argv:
        PAGE.write_text(page())
    return 0 if PAGE.exists() and PAGE.read_text() == page() else 1


if __name__ == "__main__":
    sys.exit(main())
