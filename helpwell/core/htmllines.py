"""HTML as the lines a reader sees, each knowing the nodes it came from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpwell.core.markup import Element, Text, names

_SPACE = re.compile(r"[ \t\r\n\f]+")
_SILENT = names(
    "script style title head svg math object template textarea select xmp iframe audio video "
    "canvas noembed noframes"
)
_INLINE = names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt "
    "ruby s samp small span strike strong sub sup time tt u var wbr img o:p"
)
_PARAGRAPHS = names("p h1 h2 h3 h4 h5 h6 ul ol dl table pre blockquote")
_FOLLOWED = re.compile(r"(?:https?|ftp|mailto|tel):", re.IGNORECASE)
_RULE = "________________"


@dataclass(eq=False, slots=True)
class HtmlLine:
    """One line: its words, the leaves it is made of, and the elements it stands in."""

    pieces: list[str] = field(default_factory=list)
    leaves: list[Element | Text] = field(default_factory=list)
    inside: Element | None = None
    has_image: bool = False

    @property
    def text(self) -> str:
        """The words."""
        return "".join(self.pieces).rstrip()

    @property
    def quote_depth(self) -> int:
        """In how many block quotes the line stands."""
        if self.inside is None:
            return 0
        return sum(element.tag == "blockquote" for element in self.inside.ancestors())


def lines_of(root: Element, *, with_links: bool = False) -> list[HtmlLine]:
    """The lines of a tree, in reading order; paragraphs are set apart by empty lines."""
    writer = _Writer(with_links)
    for event, node in _events(root):
        if event == "leaf":
            writer.leaf(node)
        elif isinstance(node, Element):
            (writer.enter if event == "enter" else writer.leave)(node)
    writer.end_line()
    return writer.lines


def _events(root: Element) -> Iterator[tuple[str, Element | Text]]:
    waiting: list[tuple[str, Element | Text]] = [("enter", root)]
    while waiting:
        event, node = waiting.pop()
        if isinstance(node, Text) or node.tag in ("img", "br", "hr"):
            yield "leaf", node
        elif node.tag not in _SILENT:
            yield event, node
            if event == "enter":
                waiting.append(("leave", node))
                waiting.extend(("enter", child) for child in reversed(node.children))


class _Writer:
    """The line being written."""

    def __init__(self, with_links: bool) -> None:
        self.lines: list[HtmlLine] = []
        self.with_links = with_links
        self.line = HtmlLine()
        self.preformatted = 0
        self.counters: list[int | None] = []
        self.mark = ""

    def leaf(self, node: Element | Text) -> None:
        if isinstance(node, Text):
            self._write(node)
        elif node.tag == "br":
            self.line.leaves.append(node)
            self.line.inside = self.line.inside or node.parent
            self.end_line(always=True)
        elif node.tag == "hr":
            self.end_line()
            self._add(node, _RULE)
            self.end_line()
        else:
            self._add(node, f"[{alt}]" if (alt := node.attributes.get("alt", "").strip()) else "")
            self.line.has_image = True

    def enter(self, node: Element) -> None:
        if node.tag in _INLINE or node.tag in ("td", "th"):
            return
        self.end_line()
        if node.tag in _PARAGRAPHS:
            self._blank(node.parent)
        if node.tag == "pre":
            self.preformatted += 1
        elif node.tag in ("ul", "ol"):
            self.counters.append(0 if node.tag == "ol" else None)
        elif node.tag == "li":
            self.mark = self._list_mark()

    def leave(self, node: Element) -> None:
        if node.tag == "a":
            self._link(node)
        elif node.tag in ("td", "th"):
            self._end_cell()
        if node.tag in _INLINE or node.tag in ("td", "th"):
            return
        self.end_line()
        if node.tag == "pre":
            self.preformatted -= 1
        elif node.tag in ("ul", "ol") and self.counters:
            self.counters.pop()
        if node.tag in _PARAGRAPHS:
            self._blank(node.parent)

    def end_line(self, *, always: bool = False) -> None:
        """Close the line; an empty one is kept only where a line break was written."""
        line = self.line
        if line.has_image or always or line.text:
            self.lines.append(line)
        elif line.leaves and self.lines:
            self.lines[-1].leaves += line.leaves
        self.line = HtmlLine()

    def _write(self, node: Text) -> None:
        if self.preformatted:
            for number, text in enumerate(node.value.split("\n")):
                if number:
                    self.end_line(always=True)
                self._add(node, text)
            return
        text = _SPACE.sub(" ", node.value).replace("\xa0", " ")
        if not self.line.pieces or self.line.pieces[-1][-1:] in " \t":
            text = text.removeprefix(" ")
        self._add(node, text)

    def _add(self, node: Element | Text, text: str) -> None:
        if text and self.mark:
            self.line.pieces.insert(0, self.mark)
            self.mark = ""
        if text:
            self.line.pieces.append(text)
        self.line.leaves.append(node)
        self.line.inside = self.line.inside or node.parent

    def _blank(self, inside: Element | None) -> None:
        if self.lines and (self.lines[-1].pieces or self.lines[-1].has_image):
            self.lines.append(HtmlLine(inside=inside))

    def _list_mark(self) -> str:
        indent = "  " * (len(self.counters) - 1)
        if not self.counters or (number := self.counters[-1]) is None:
            return indent + "- "
        self.counters[-1] = number + 1
        return f"{indent}{number + 1}. "

    def _link(self, node: Element) -> None:
        url = node.attributes.get("href", "").strip()
        shown = url.removeprefix("mailto:")
        is_named = shown in "".join(self.line.pieces[-4:])
        if self.with_links and _FOLLOWED.match(url) and not is_named:
            self.line.pieces.append(f" <{shown}>")

    def _end_cell(self) -> None:
        """Cells of a row stand on one line, unless they hold blocks."""
        if self.line.pieces:
            self.line.pieces.append("\t")
