"""Between HTML and plain text."""

import html as entities
import re
from collections.abc import Callable

from helpwell.core import markup
from helpwell.core.htmllines import HtmlLine, lines_of
from helpwell.core.links import undisclosed
from helpwell.core.text import storable

_BLANKS = re.compile(r"\n{3,}")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_URL = re.compile(r"\bhttps?://[^\s<>\"'`]++|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})++")
_TRAILING = ".,;:!?)]}*"


def to_text(html: str) -> str:
    """Readable plain text: links as `text <url>`, quotes behind `> `, lists and tables in lines."""
    lines = lines_of(markup.read(html), with_links=True)
    text = "\n".join(_shown(line) for line in lines)
    return storable(_BLANKS.sub("\n\n", text).strip("\n"))


def _shown(line: HtmlLine) -> str:
    depth = line.quote_depth
    if not depth:
        return line.text
    return ("> " * min(depth, 20) + line.text).rstrip()


def from_text(text: str) -> str:
    """Plain text as HTML: escaped, paragraphs and line breaks kept, addresses made links."""
    return _paragraphs(text, _link)


def from_foreign_text(text: str) -> str:
    """The same for what strangers wrote: links open elsewhere and tell where they really lead."""
    return _paragraphs(text, _wary_link)


def _paragraphs(text: str, link: Callable[[str], str]) -> str:
    paragraphs = _PARAGRAPH.split(storable(text).replace("\r\n", "\n").strip())
    return "".join(f"<p>{_linked(paragraph, link)}</p>" for paragraph in paragraphs if paragraph)


def _linked(paragraph: str, link: Callable[[str], str]) -> str:
    out, position = [], 0
    for match in _URL.finditer(paragraph):
        shown = match[0].rstrip(_TRAILING)
        out += [_escaped(paragraph[position : match.start()]), link(shown)]
        position = match.start() + len(shown)
    out.append(_escaped(paragraph[position:]))
    return "".join(out)


def _link(shown: str, attributes: str = "") -> str:
    url, safe = _escaped(_address_of(shown)), _escaped(shown)
    return f'<a href="{url}"{attributes} rel="noopener noreferrer nofollow">{safe}</a>'


def _wary_link(shown: str) -> str:
    place = undisclosed(_address_of(shown), "")
    real = f" <mark>{_escaped(place)}</mark>" if place else ""
    return _link(shown, ' target="_blank"') + real


def _address_of(shown: str) -> str:
    return shown if shown.startswith("http") else f"mailto:{shown}"


def _escaped(text: str) -> str:
    return entities.escape(text).replace("\n", "<br>")
