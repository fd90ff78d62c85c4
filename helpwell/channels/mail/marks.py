"""What the elements of mail programs say about the lines in them, in any language."""

import re
from dataclasses import dataclass

from helpwell.core.markup import Element, names

MAX_CLASSES = 50
MAX_STYLE = 2_000
_QUOTE_CLASSES = names(
    "protonmail_quote tutanota_quote zmail_extra gmail_attr moz-cite-prefix mail-quote-collapse "
    "spark_quote ms-outlook-mobile-reference-message"
)
_QUOTE_IDS = names("reply-intro isReplyContent mail-editor-reference-message-container")
_QUOTE_NAMES = names("quote quoted-content messageReplySection")
_SIGNATURE_CLASSES = names(
    "gmail_signature gmail_signature_prefix moz-signature protonmail_signature_block"
)
_SIGNATURE_IDS = names("ms-outlook-mobile-signature AppleMailSignature Signature")
_SIGNATURE_NAMES = names("messageSignatureSection")
# Yahoo puts a number of its own before its names, Outlook an "x_" for every round.
_PREFIX = re.compile(r"(?:ydp[0-9a-f]+|(?:x_)+)")
_OUTLOOK_RULE = re.compile(
    r"border-top:\s*solid #[0-9a-f]{6} 1\.0pt;\s*padding:\s*3\.0pt 0", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What an element, and all it stands in, says about its lines."""

    is_quote: bool = False
    may_be_quote: bool = False
    begins_quote: bool = False
    is_signature: bool = False


class Reader:
    """Reads the marks of elements, of each element once."""

    def __init__(self) -> None:
        self.known: dict[int, Marks] = {}

    def of(self, element: Element | None) -> Marks:
        """The marks that hold inside an element."""
        path = []
        while element is not None and id(element) not in self.known:
            path.append(element)
            element = element.parent
        marks = self.known[id(element)] if element is not None else Marks()
        for step in reversed(path):
            self.known[id(step)] = marks = _with(marks, step)
        return marks


def _with(outer: Marks, element: Element) -> Marks:
    if not element.attributes and element.tag != "blockquote":
        return outer
    return Marks(
        is_quote=outer.is_quote or _is_quote(element),
        may_be_quote=outer.may_be_quote or element.tag == "blockquote",
        begins_quote=outer.begins_quote or _begins_quote(element),
        is_signature=outer.is_signature or _is_signature(element),
    )


def _is_quote(element: Element) -> bool:
    """Whether all in the element was written by somebody else."""
    attributes = element.attributes
    if element.tag == "blockquote" and attributes.get("type", "").lower() == "cite":
        return True
    if _is_named(element, _QUOTE_CLASSES, _QUOTE_IDS, _QUOTE_NAMES):
        return True
    return any(name.endswith("yahoo_quoted") for name in _classes(element))


def _begins_quote(element: Element) -> bool:
    """Whether the element is a copied message head, under which the rest is quoted."""
    if _bare(element.attributes.get("id", "")) == "divRplyFwdMsg":
        return True
    return bool(_OUTLOOK_RULE.search(element.attributes.get("style", "")[:MAX_STYLE]))


def _is_signature(element: Element) -> bool:
    """Whether a mail program put the element there as a signature."""
    return _is_named(element, _SIGNATURE_CLASSES, _SIGNATURE_IDS, _SIGNATURE_NAMES)


def is_written_quote(element: Element) -> bool:
    """Whether a writer made a block quote with a button, as a means of layout."""
    return "gmail_quote" in element.attributes.get("class", "")


def _is_named(
    element: Element, classes: frozenset[str], ids: frozenset[str], known: frozenset[str]
) -> bool:
    attributes = element.attributes
    if not {"class", "id", "name"} & attributes.keys():
        return False
    if any(_bare(name) in classes for name in _classes(element)):
        return True
    return _bare(attributes.get("id", "")) in ids or attributes.get("name", "") in known


def _classes(element: Element) -> list[str]:
    return element.attributes.get("class", "").split(None, MAX_CLASSES)[:MAX_CLASSES]


def _bare(name: str) -> str:
    return _PREFIX.sub("", name, count=1) if _PREFIX.match(name) else name
