"""Which parts are the mail's own words and which are files (after RFC 8621, section 4.1.4)."""

from dataclasses import dataclass, field

from helpwell.channels.mail.attachments import disposition_of, name_of
from helpwell.channels.mail.encodings import decode_transfer
from helpwell.channels.mail.smime import signed_content
from helpwell.channels.mail.structure import Part, split

MAX_DEPTH = 100
MAX_SIGNATURES = 5
_WORDS = ("text/plain", "text/html")
_SIGNED = ("application/pkcs7-mime", "application/x-pkcs7-mime")


@dataclass(slots=True)
class Sorted:
    """The parts of the plain reading, of the HTML reading, and those that are files."""

    texts: list[Part] = field(default_factory=list)
    rich: list[Part] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)


def sort_parts(root: Part) -> Sorted:
    """Share the parts of a mail out; every part that holds something is in one list or more."""
    sorter = _Sorter()
    sorter.sort([root], "mixed", 0)
    return sorter.found


class _Sorter:
    def __init__(self) -> None:
        self.found = Sorted()
        self.signatures = 0

    def sort(
        self, parts: list[Part], kind: str, depth: int, *, in_alternative: bool = False
    ) -> None:
        """Sort the parts of one container; inside an alternative a part has one reading."""
        before = len(self.found.texts), len(self.found.rich)
        in_alternative = in_alternative or kind == "alternative"
        for position, part in enumerate(parts):
            if part.is_container:
                inside, subtype = _inside(part, depth)
                self.sort(inside, subtype, depth + 1, in_alternative=in_alternative)
            elif _is_words(part, position, kind):
                self._take_words(part, in_alternative=in_alternative)
            else:
                self._take_file(part, depth)
        if kind == "alternative":
            self._fill_missing(*before)

    def _take_words(self, part: Part, *, in_alternative: bool) -> None:
        is_rich = part.content_type == "text/html"
        if is_rich or not in_alternative:
            self.found.rich.append(part)
        if not is_rich or not in_alternative:
            self.found.texts.append(part)

    def _take_file(self, part: Part, depth: int) -> None:
        """A file; a signed message is kept as one, so that it can be checked, and read as well."""
        self.found.files.append(part)
        if part.content_type in _SIGNED and self.signatures < MAX_SIGNATURES:
            self.signatures += 1
            inside = signed_content(decode_transfer(part.body, part.encoding))
            if inside is not None:
                self.sort([split(inside)], "mixed", depth + 1)

    def _fill_missing(self, texts_before: int, rich_before: int) -> None:
        """An alternative with one reading only serves both."""
        texts, rich = self.found.texts[texts_before:], self.found.rich[rich_before:]
        if texts and not rich:
            self.found.rich += texts
        elif rich and not texts:
            self.found.texts += rich


def _inside(part: Part, depth: int) -> tuple[list[Part], str]:
    """What a container holds, and of which kind it is; too deep nesting is read flat."""
    if depth >= MAX_DEPTH:
        return [leaf for leaf in part.walk() if not leaf.is_container], "mixed"
    start = part.content.get("start").strip("<> ")
    if not start:
        return part.children, part.subtype
    return sorted(part.children, key=lambda child: child.content_id != start), part.subtype


def _is_words(part: Part, position: int, kind: str) -> bool:
    if part.content_type not in _WORDS and not _is_stray(part):
        return False
    if disposition_of(part) == "attachment":
        return False
    return position == 0 or kind == "alternative" or (kind != "related" and not name_of(part))


def _is_stray(part: Part) -> bool:
    """A container in which no part was found: what it holds is text."""
    if part.content_type.startswith("multipart/"):
        part.content.value = "text/plain"
        return True
    return False
