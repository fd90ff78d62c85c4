"""A tolerant, bounded reading of foreign HTML into a tree, in one pass.

Nothing here judges safety: `helpwell.core.html` does. The tree exists so that quotes can be
found, text can be told, and the sanitizer only ever sees well-nested markup of a bounded depth
(browsers' own repair rules cost quadratic time on hostile nesting).
"""

import html as entities
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

MAX_CHARACTERS = 10_000_000
MAX_TOKENS = 150_000
MAX_DEPTH = 200
MAX_ATTRIBUTES = 100


def names(words: str) -> frozenset[str]:
    """A set of names written as one line of words."""
    return frozenset(words.split())


VOID = names("area base br col embed hr img input link meta param source track wbr")
RAW = names("script style title textarea xmp iframe noembed noframes plaintext")
WORDS_ONLY = names("textarea xmp plaintext")  # raw, but what stands inside is shown
INLINE = names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt "
    "ruby s samp small span strike strong sub sup time tt u var wbr br img"
)
_CELLS = ("td", "th")
_ROWS = (*_CELLS, "tr")
_ENDED_BY = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "option": ("option",),
    "td": _CELLS, "th": _CELLS, "tr": _ROWS,
    "tbody": (*_ROWS, "tbody", "thead", "tfoot"), "tfoot": (*_ROWS, "tbody", "thead"),
}  # fmt: skip
_NAME = re.compile(r"/?[a-zA-Z][^\s/>]*")
_COMMENT_END = re.compile("--!?>")
_QUOTED_TAIL = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(
    r"""([^\s=/>"'<][^\s=/>]*+)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s>"']\S*)))?"""
)


@dataclass(eq=False, slots=True)
class Text:
    """A run of characters."""

    pieces: list[str]
    parent: "Element"

    @property
    def value(self) -> str:
        """The characters."""
        return "".join(self.pieces)


@dataclass(eq=False, slots=True)
class Element:
    """A tag with its attributes (names in lower case) and what stands inside."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: "Element | None" = None
    children: "list[Element | Text]" = field(default_factory=list)

    def walk(self) -> "Iterator[Element | Text]":
        """Everything inside, in reading order; an element comes before its children."""
        waiting: list[Element | Text] = list(reversed(self.children))
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, Element):
                waiting.extend(reversed(node.children))

    def ancestors(self) -> "Iterator[Element]":
        """The element itself, then its parent, up to the root."""
        node: Element | None = self
        while node is not None:
            yield node
            node = node.parent


def read(html: str) -> Element:
    """The tree of any text taken as HTML; never raises, linear in its length.

    What is beyond MAX_CHARACTERS or MAX_TOKENS is left out; beyond MAX_DEPTH, tags are
    ignored and text is kept.
    """
    builder = _Builder()
    for kind, value in islice(_tokens(html[:MAX_CHARACTERS]), MAX_TOKENS):
        if kind == "text":
            builder.add_text(value)
        elif value.startswith("/"):
            builder.close(value[1:].lower())
        else:
            builder.open(value)
    return builder.root


def _tokens(html: str) -> Iterator[tuple[str, str]]:
    position, end, careful = 0, len(html), True
    while position < end:
        start = html.find("<", position)
        if start < 0:
            start = end
        if start > position:
            yield "text", entities.unescape(html[position:start])
        if start == end:
            return
        name = _NAME.match(html, start + 1)
        if name is None:
            position = _after_other(html, start)
            if position == start + 1:
                yield "text", "<"
            continue
        tail = _QUOTED_TAIL.match(html, name.end()) if careful else None
        careful = tail is not None
        close = tail.end() if tail else html.find(">", name.end()) + 1
        if not close:
            yield "text", html[start:]
            return
        position = _after_tag(html, name[0].lower(), close)
        yield from _tag(html, name, close, position)


def _tag(html: str, name: re.Match[str], close: int, after: int) -> Iterator[tuple[str, str]]:
    """A tag, with the words of one that holds nothing else; or what is no tag at all."""
    if _is_address(name[0]):
        yield "text", html[name.start() - 1 : close]
        return
    yield "tag", name[0] + html[name.end() : close - 1]
    if after > close and name[0].lower() in WORDS_ONLY:
        yield "text", entities.unescape(html[close:after])


def _is_address(name: str) -> bool:
    """Whether it is `<grace@home.example>` or `<https://…>`, which somebody forgot to escape."""
    return not name.startswith("/") and ("@" in name or name.endswith(":"))


def _after_other(html: str, start: int) -> int:
    """Where a comment, declaration or processing instruction ends; a bare `<` is one character."""
    if html.startswith("<!--", start):
        end = _COMMENT_END.search(html, start + 2)
        return end.end() if end else len(html)
    if html.startswith(("<!", "<?", "</"), start):
        close = html.find(">", start)
        return close + 1 if close >= 0 else len(html)
    return start + 1


def _after_tag(html: str, tag: str, start: int) -> int:
    """Where reading goes on: raw elements hold no markup up to their end tag."""
    if tag not in RAW:
        return start
    closing = re.compile(f"</{tag}", re.IGNORECASE).search(html, start)
    return closing.start() if closing else len(html)


class _Builder:
    """The stack of open elements while a tree is read."""

    def __init__(self) -> None:
        self.root = Element("")
        self.stack = [self.root]
        self.ignored: Counter[str] = Counter()

    def add_text(self, value: str) -> None:
        parent = self.stack[-1]
        if parent.children and isinstance(last := parent.children[-1], Text):
            last.pieces.append(value)
        else:
            parent.children.append(Text([value], parent))

    def open(self, source: str) -> None:
        name = _NAME.match(source)
        tag = name[0].lower() if name else "span"
        self._end_implied(tag)
        if len(self.stack) > MAX_DEPTH and tag not in VOID:
            self.ignored[tag] += 1
            return
        element = Element(tag, _attributes(source[len(tag) :]), self.stack[-1])
        self.stack[-1].children.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def close(self, tag: str) -> None:
        if tag in ("br", "p") and not self._is_open(tag):
            self.stack[-1].children.append(Element("br", {}, self.stack[-1]))
        elif self.ignored[tag]:
            self.ignored[tag] -= 1
        elif self._is_open(tag):
            self._pop_to(tag)

    def _is_open(self, tag: str) -> bool:
        """Whether an end tag closes something: cells keep what is outside their table open."""
        for element in reversed(self.stack[1:]):
            if element.tag == tag:
                return True
            if element.tag == "table" or (element.tag in _CELLS and tag not in _TABLE_TAGS):
                return False
        return False

    def _pop_to(self, tag: str) -> None:
        while len(self.stack) > 1 and self.stack.pop().tag != tag:
            pass

    def _end_implied(self, tag: str) -> None:
        """A block ends an open paragraph, a row ends a row, a link ends a link."""
        if tag not in INLINE:
            self._end_through_inline("p")
        elif tag == "a":
            self._end_through_inline("a")
        for ended in _ENDED_BY.get(tag, ()):
            if self.stack[-1].tag == ended:
                self.stack.pop()

    def _end_through_inline(self, tag: str) -> None:
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].tag == tag:
                del self.stack[depth:]
                return
            if self.stack[depth].tag not in INLINE:
                return


_TABLE_TAGS = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th"))


def _attributes(source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), entities.unescape(value))
        if len(found) == MAX_ATTRIBUTES:
            break
    return found
