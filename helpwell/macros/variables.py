"""Places in kept words that are filled in: `{{customer.greeting|there}}`, `{{today+3d}}`.

What is filled in is text, never markup. A place with nothing to say and no default becomes a
*blank*, such as `___how to greet them___`, that its writer sees and is asked about.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from helpwell.core import markup
from helpwell.core.html import clean_authored, well_nested_tree
from helpwell.core.text import one_line, storable

PLACE = re.compile(r"\{\{\s*([^{}|]{0,200}?)\s*(?:\|([^{}]{0,500}))?\}\}")
_TAGS_WITHIN = re.compile(r"\{\{(?:[^{}<]|<[^<>]{0,2000}>){0,700}\}\}")
_TAG = re.compile(r"<[^<>]*>")
_BRACES = re.compile(r"\{{2,}|\}{2,}")
_LINES = re.compile(r"_{2,}")
LONGEST_LABEL = 60

Say = Callable[[str], str]
Label = Callable[[str], str]


@dataclass(frozen=True)
class Filled:
    """Words with their places filled in, and the names of those that stayed blank; in `html` is
    plain text where a line was filled in."""

    html: str
    blanks: tuple[str, ...] = ()


def fill(html: str, *, say: Say, label: Label = str) -> Filled:
    """Kept words for one ticket: `say` gives the value of a name, `label` what a blank is called.

    Never raises on what people kept, never leaves two braces behind, whatever the values are.
    """
    root = markup.read(_TAGS_WITHIN.sub(lambda found: _TAG.sub("", found[0]), storable(html)))
    filling = _Filling(say, label)
    for node in list(root.walk()):
        if isinstance(node, markup.Text):
            node.pieces[:] = [filling.text(node.value)]
        elif address := node.attributes.get("href"):
            node.attributes["href"] = filling.address(address)
    return Filled(clean_authored(well_nested_tree(root)), tuple(dict.fromkeys(filling.blanks)))


def fill_line(line: str, *, say: Say, label: Label = str) -> Filled:
    """The same for one line of plain text, such as a subject."""
    filling = _Filling(say, label)
    return Filled(one_line(filling.text(storable(line))), tuple(dict.fromkeys(filling.blanks)))


def names_in(html: str) -> Iterator[str]:
    """The names of the places that kept words have."""
    text = _TAG.sub("", html)
    return (found[1] for found in PLACE.finditer(text))


class _Filling:
    def __init__(self, say: Say, label: Label) -> None:
        self.say = say
        self.label = label
        self.blanks: list[str] = []

    def text(self, text: str) -> str:
        return _unbraced(PLACE.sub(lambda found: self._said(found) or self._blank(found[1]), text))

    def address(self, address: str) -> str:
        """A link's address, in which a blank says nothing; it is counted all the same."""
        return _unbraced(PLACE.sub(lambda found: quote(self._in_address(found), safe=""), address))

    def _in_address(self, found: re.Match[str]) -> str:
        if not (said := self._said(found)):
            self.blanks.append(found[1])
        return said

    def _said(self, found: re.Match[str]) -> str:
        value = one_line(storable(self.say(found[1].strip())))
        return value or (found[2] or "").strip()

    def _blank(self, name: str) -> str:
        self.blanks.append(name)
        label = _LINES.sub("_", one_line(self.label(name))).strip("_ ")[:LONGEST_LABEL]
        return f"___{label or '?'}___"


def _unbraced(text: str) -> str:
    return _BRACES.sub(lambda found: found[0][0], text)
