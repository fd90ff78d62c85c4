"""The visible reply of a body: what is left when quotes and signatures are taken out."""

from dataclasses import dataclass

from helpwell.channels.mail.introductions import shared_line
from helpwell.channels.mail.quotes import Kind, Line, is_marked, sort
from helpwell.core import markup
from helpwell.core.html import well_nested_tree
from helpwell.core.htmllines import HtmlLine, lines_of
from helpwell.core.markup import Element, names

MAX_LINES = 10_000
_QUOTE_CLASSES = names(
    "yahoo_quoted protonmail_quote tutanota_quote zmail_extra gmail_attr moz-cite-prefix"
)
_SIGNATURE_CLASSES = frozenset(("gmail_signature", "moz-signature"))


@dataclass(frozen=True, slots=True)
class Split:
    """A text in its three parts."""

    visible: str = ""
    quoted: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The parts of a mail's text, and its HTML without quotes (None where it has no HTML)."""

    text: Split
    html: str | None


def reply_of(text: str, html: str) -> Reply:
    """The visible reply in both readings of a mail."""
    return Reply(of_text(text), of_html(html)[0] if html else None)


def of_text(text: str) -> Split:
    """Take a plain text apart."""
    texts = _separated(text.replace("\r\n", "\n").replace("\r", "\n").split("\n", MAX_LINES))
    lines = [Line(line, is_quoted=is_marked(line)) for line in texts]
    return _parts(texts, sort(lines))


def _separated(texts: list[str]) -> list[str]:
    """Introductions on a line of their own, where they share one with the reply."""
    out: list[str] = []
    for position, line in enumerate(texts):
        is_last = position + 1 == len(texts)
        is_before_quote = not is_last and is_marked(texts[position + 1]) and not is_marked(line)
        column = shared_line(line) if is_before_quote else 0
        out += [line[:column].rstrip(" -"), line[column:]] if column else [line]
    return out


def _parts(texts: list[str], kinds: list[Kind]) -> Split:
    visible, quoted, signature = (
        "\n".join(
            text.rstrip("\r") for text, found in zip(texts, kinds, strict=True) if found is kind
        )
        for kind in (Kind.WORDS, Kind.QUOTE, Kind.SIGNATURE)
    )
    return Split(visible.strip(), quoted.strip("\n"), signature.strip("\n"))


def of_html(html: str) -> tuple[str, str]:
    """The HTML without quotes and signature (still unsafe), and its visible text."""
    root = markup.read(html)
    lines = lines_of(root)[:MAX_LINES]
    kinds = _kinds(lines)
    cut = [line for line, kind in zip(lines, kinds, strict=True) if kind is not Kind.WORDS]
    visible = _parts([line.text for line in lines], kinds).visible
    _take_out(root, cut)
    return well_nested_tree(root), visible


def _kinds(lines: list[HtmlLine]) -> list[Kind]:
    judged = [_judged(line) for line in lines]
    kinds = sort(judged)
    if Kind.QUOTE not in kinds and (last := _last_plain_quote(lines)):
        for line, judged_line in zip(lines, judged, strict=True):
            judged_line.is_quoted = last in _ancestors(line)
        kinds = sort(judged)
    return kinds


def _judged(line: HtmlLine) -> Line:
    """What the elements around a line say about it."""
    judged = Line(line.text, is_quoted=is_marked(line.text), has_image=line.has_image)
    for element in _ancestors(line):
        classes = element.attributes.get("class", "").split()
        if element.tag == "blockquote":
            judged.may_be_quoted = True
            judged.is_quoted |= element.attributes.get("type", "").lower() == "cite"
        judged.is_quoted |= not _QUOTE_CLASSES.isdisjoint(classes)
        judged.is_signature |= not _SIGNATURE_CLASSES.isdisjoint(classes)
    return judged


def _ancestors(line: HtmlLine) -> list[Element]:
    return list(line.inside.ancestors()) if line.inside else []


def _last_plain_quote(lines: list[HtmlLine]) -> Element | None:
    """The outermost block quote of the last quoted line, unless the writer made it as such."""
    for line in reversed(lines):
        quotes = [element for element in _ancestors(line) if element.tag == "blockquote"]
        if quotes and line.text:
            is_styled = "gmail_quote" in quotes[-1].attributes.get("class", "")
            return None if is_styled else quotes[-1]
    return None


def _take_out(root: Element, cut: list[HtmlLine]) -> None:
    """Remove the leaves of some lines, and every element that holds nothing after that."""
    gone = {id(leaf) for line in cut for leaf in line.leaves}
    for node in reversed(list(root.walk())):
        if isinstance(node, Element) and node.children:
            node.children = [child for child in node.children if id(child) not in gone]
            if not node.children and node.tag not in ("td", "th"):
                gone.add(id(node))
    root.children = [child for child in root.children if id(child) not in gone]
