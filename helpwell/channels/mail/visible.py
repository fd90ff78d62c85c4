"""The visible reply of a body: what is left when quotes and signatures are taken out."""

from dataclasses import dataclass

from helpwell.channels.mail import marks
from helpwell.channels.mail.introductions import shared_line
from helpwell.channels.mail.quotes import Kind, Line, is_marked, sort
from helpwell.core import markup
from helpwell.core.html import well_nested_tree
from helpwell.core.htmllines import HtmlLine, lines_of
from helpwell.core.markup import Element

MAX_LINES = 10_000


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


def reply_of(text: str, html: str, *, is_text_made: bool) -> Reply:
    """The visible reply in both readings of a mail.

    Elements say more than lines do: a text that was only made from the HTML is not asked.
    """
    if not html:
        return Reply(of_text(text), None)
    rich = of_html(html)
    return rich if is_text_made else Reply(of_text(text), rich.html)


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


def of_html(html: str) -> Reply:
    """Take an HTML body apart; what is left of it without quotes and signature is still unsafe."""
    root = markup.read(html)
    lines = lines_of(root)[:MAX_LINES]
    kinds = _kinds(lines)
    cut = [line for line, kind in zip(lines, kinds, strict=True) if kind is not Kind.WORDS]
    parts = _parts([line.text for line in lines], kinds)
    _take_out(root, cut)
    return Reply(parts, well_nested_tree(root))


def _kinds(lines: list[HtmlLine]) -> list[Kind]:
    reader = marks.Reader()
    judged = [_judged(line, reader.of(line.inside)) for line in lines]
    kinds = sort(judged)
    last = _last_plain_quote(lines)
    if last and not _is_quote_outside(last, lines, kinds):
        for line, judged_line in zip(lines, judged, strict=True):
            judged_line.is_quoted |= last in _ancestors(line)
        kinds = sort(judged)
    return kinds


def _judged(line: HtmlLine, said: marks.Marks) -> Line:
    """What the words of a line and the elements around it say."""
    return Line(
        line.text,
        is_quoted=said.is_quote or is_marked(line.text),
        may_be_quoted=said.may_be_quote,
        begins_quote=said.begins_quote,
        is_signature=said.is_signature,
        has_image=line.has_image,
    )


def _is_quote_outside(element: Element, lines: list[HtmlLine], kinds: list[Kind]) -> bool:
    quoted = (
        line for line, kind in zip(lines, kinds, strict=True) if kind is Kind.QUOTE and line.text
    )
    return any(element not in _ancestors(line) for line in quoted)


def _ancestors(line: HtmlLine) -> list[Element]:
    return list(line.inside.ancestors()) if line.inside else []


def _last_plain_quote(lines: list[HtmlLine]) -> Element | None:
    """The outermost block quote of the last quoted line, unless the writer made it as such."""
    for line in reversed(lines):
        quotes = [element for element in _ancestors(line) if element.tag == "blockquote"]
        if quotes and line.text:
            return None if marks.is_written_quote(quotes[-1]) else quotes[-1]
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
