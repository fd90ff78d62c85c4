"""Foreign and authored HTML made safe, and the ways between HTML and plain text."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import nh3

from helpwell.core import markup
from helpwell.core.htmltext import from_foreign_text, from_text, to_text
from helpwell.core.links import followable, undisclosed
from helpwell.core.markup import names
from helpwell.core.styles import safe_style

__all__ = [
    "CleanHtml",
    "clean",
    "clean_authored",
    "from_foreign_text",
    "from_text",
    "to_text",
    "well_nested_tree",
]

TAGS = names(
    "a abbr address b big blockquote br caption center cite code col colgroup dd del details dfn "
    "div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s "
    "samp small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var "
    "wbr article aside section header footer main nav"
)
DISCLOSED = "mark"  # where a link really leads; a sender's own are taken out
EVERYWHERE = names("align dir height lang style title valign width")
ATTRIBUTES = {
    "*": EVERYWHERE,
    "a": {"href"},
    "img": {"src", "alt", "border", "data-remote-src"},
    "table": {"bgcolor", "border", "cellpadding", "cellspacing", "background", "data-remote-src"},
    "td": {"bgcolor", "colspan", "rowspan", "nowrap", "background", "data-remote-src"},
    "th": {"bgcolor", "colspan", "rowspan", "nowrap", "background", "data-remote-src"},
    "tr": {"bgcolor"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
    "li": {"value"},
    "col": {"span"},
}
AUTHORED_TAGS = names(
    "div p strong em b i del s u a ul ol li blockquote pre code br h1 h2 img figure figcaption"
)
AUTHORED_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
}
# Elements whose inside is never words for a reader; of all others the words stay.
DROPPED = names("script style title iframe noembed noframes head link meta base")
SCHEMES = {"http", "https", "mailto", "tel", "data"}
_SAFE_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]*$")
_REMOTE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_SIZES = names("width height border cellpadding cellspacing colspan rowspan span size start value")
LONGEST_PIECE = 10_000
_SIZE = re.compile(r"[+-]?\d{1,3}%?\Z|1\d{3}\Z")


@dataclass(frozen=True)
class CleanHtml:
    """Safe HTML, and how many remote images stand in it."""

    html: str
    remote_images: int


def clean(
    html: str,
    *,
    remote_images: bool = False,
    cid_url: Callable[[str], str | None] = lambda cid: None,
) -> CleanHtml:
    """Foreign HTML without anything active; remote images inert unless wanted.

    A link whose words name another place than it leads to is followed by that place, in `mark`.
    `cid_url` tells where an image of the mail itself is served. Never raises.
    """
    root = markup.read(html)
    images = _Images(remote_images, cid_url)
    for node in list(root.walk()):
        if isinstance(node, markup.Element):
            _disarm(node, images)
    safe = nh3.clean(
        markup_of(root, TAGS, after=_disclosure),
        tags=set(TAGS | {DISCLOSED}),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()}
        | {"a": {"href", "target"}},
        attribute_filter=images.only_known,
        clean_content_tags={"script", "style"},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return CleanHtml(safe, images.remote)


def clean_authored(html: str, *, is_own_image: Callable[[str], bool] | None = None) -> str:
    """What an agent wrote in the editor, reduced to its few elements and to our own images."""
    root = markup.read(html)
    for node in list(root.walk()):
        if isinstance(node, markup.Element):
            _keep_own(node, is_own_image or _is_local)
    return nh3.clean(
        markup_of(root, AUTHORED_TAGS),
        tags=set(AUTHORED_TAGS),
        attributes=AUTHORED_ATTRIBUTES,
        url_schemes=SCHEMES - {"data"},
        link_rel="noopener noreferrer nofollow",
    )


def well_nested_tree(root: markup.Element) -> str:
    """A tree as HTML, as unsafe as it was read, with every element closed."""
    return markup_of(root, None)


class _Images:
    """Where images may come from, and how many would have come from elsewhere."""

    def __init__(self, remote: bool, cid_url: Callable[[str], str | None]) -> None:
        self.allowed = remote
        self.cid_url = cid_url
        self.remote = 0
        self.known: set[str] = set()

    def place(self, url: str) -> tuple[str, str] | None:
        """The attribute and address that an image keeps, or None."""
        url = url.strip()
        if _REMOTE.match(url):
            return self._place_remote("https:" + url if url.startswith("//") else url)
        if url[:4].lower() == "cid:":
            found = self.cid_url(url[4:].strip("<> "))
        else:
            found = url if _SAFE_DATA.match(url) else None
        if found is None:
            return None
        self.known.add(found)
        return "src", found

    def _place_remote(self, url: str) -> tuple[str, str]:
        self.remote += 1
        if not self.allowed:
            return "data-remote-src", url
        self.known.add(url)
        return "src", url

    def only_known(self, tag: str, name: str, value: str) -> str | None:
        """The second lock: an address that was not placed above loads nothing."""
        if name == "style":
            return safe_style(value) or None
        if name in ("src", "background"):
            return value if value in self.known else None
        if name == "href":
            return followable(value) or None
        return value if name not in _SIZES or _SIZE.match(value) else None


def _disarm(element: markup.Element, images: _Images) -> None:
    attributes = element.attributes
    if style := attributes.pop("style", ""):
        attributes["style"] = safe_style(style)
    if element.tag == "a":
        _disarm_link(attributes)
    elif element.tag == "img":
        _place_image(attributes, images)
    elif background := attributes.pop("background", ""):
        name, url = images.place(background) or ("", "")
        if name:
            attributes["background" if name == "src" else name] = url


def _disarm_link(attributes: dict[str, str]) -> None:
    if url := followable(attributes.pop("href", "")):
        attributes["href"] = url


def _disclosure(element: markup.Element) -> str:
    """What follows an element: behind a link whose words mislead, where it leads."""
    if element.tag != "a" or "href" not in element.attributes:
        return ""
    words = "".join(node.value for node in element.walk() if isinstance(node, markup.Text))
    place = undisclosed(element.attributes["href"], words)
    return f" <{DISCLOSED}>{_escaped(place)}</{DISCLOSED}>" if place else ""


def _place_image(attributes: dict[str, str], images: _Images) -> None:
    source = attributes.pop("src", "") or attributes.pop("srcset", "").partition(" ")[0]
    attributes.pop("data-remote-src", None)
    if placed := images.place(source):
        attributes[placed[0]] = placed[1]


def _keep_own(element: markup.Element, is_own_image: Callable[[str], bool]) -> None:
    if element.tag == "figcaption":  # the editor writes the file's name and size there
        element.children.clear()
    elif element.tag == "img" and not is_own_image(element.attributes.get("src", "")):
        element.tag = "span"
    elif element.tag == "a" and _is_local(element.attributes.get("href", "")):
        element.tag = "span"  # nothing of ours is linked from what leaves the house
    elif element.tag == "a":
        _disarm_link(element.attributes)


def _is_local(url: str) -> bool:
    return url.startswith("/") and not url.startswith("//") and "\\" not in url


def markup_of(
    root: markup.Element,
    tags: frozenset[str] | None,
    *,
    after: Callable[[markup.Element], str] = lambda element: "",
) -> str:
    """The tree as HTML, of `tags` only where given; what holds no words is left out.

    `after` gives the HTML to put behind an element.
    """
    out: list[str] = []
    waiting: list[markup.Element | markup.Text | str] = list(reversed(root.children))
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            out.append(node)
        elif isinstance(node, markup.Text):
            out.append(_escaped(node.value) if tags is None else _escaped_words(node.value))
        elif node.tag not in DROPPED or (node.tag == "head"):
            opening, closing = _tags_of(node, tags)
            out.append(opening)
            waiting.append(closing + after(node))
            waiting.extend(reversed(node.children))
    return "".join(out)


def _tags_of(element: markup.Element, tags: frozenset[str] | None) -> tuple[str, str]:
    tag = element.tag
    if (tags is not None and tag not in tags) or not tag.isalnum():
        return "", ""
    attributes = "".join(
        f' {name}="{_escaped(value).replace(chr(34), "&quot;")}"'
        for name, value in element.attributes.items()
        if name.replace("-", "").isalnum()
    )
    return f"<{tag}{attributes}>", "" if tag in markup.VOID else f"</{tag}>"


def _escaped_words(text: str) -> str:
    """A text escaped; a long one with comments in it, which the cleaner takes out: its time grows
    with the square of a text full of signs."""
    pieces = (text[at : at + LONGEST_PIECE] for at in range(0, len(text), LONGEST_PIECE))
    return "<!---->".join(map(_escaped, pieces))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
