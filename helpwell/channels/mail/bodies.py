"""Which parts are the mail's own words and which are files (after RFC 8621, section 4.1.4)."""

from dataclasses import dataclass, field

from helpwell.channels.mail.attachments import attachment_of, disposition_of, made, name_of
from helpwell.channels.mail.charsets import decode
from helpwell.channels.mail.encodings import decode_transfer
from helpwell.channels.mail.flowed import unflow
from helpwell.channels.mail.incoming import Attachment
from helpwell.channels.mail.structure import Part
from helpwell.channels.mail.tnef import unpack
from helpwell.channels.mail.uuencode import take_files
from helpwell.core.html import from_text, to_text

MAX_TEXT = 4_000_000
MAX_HTML = 10_000_000
MAX_ATTACHMENTS = 1_000
MAX_DEPTH = 100
_WORDS = ("text/plain", "text/html")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")


@dataclass(slots=True)
class Bodies:
    """The texts, each as plain text or HTML, and the files."""

    text: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)


def bodies_of(root: Part) -> Bodies:
    """Read every part once; nothing that was sent is dropped, within the stated bounds."""
    sorter = _Sorter()
    sorter.sort([root], "mixed", 0)
    bodies = Bodies()
    texts = [_text_of(part, bodies) for part in sorter.texts]
    bodies.text = "\n".join(text.removesuffix("\n") for text in texts)[:MAX_TEXT]
    if any(part.content_type == "text/html" for part in sorter.rich):
        bodies.html = "\n".join(map(_html_of, sorter.rich))[:MAX_HTML]
    bodies.attachments += _files_of(sorter.files, bodies)
    return bodies


class _Sorter:
    """Shares the parts out among the plain reading, the HTML reading, and files."""

    def __init__(self) -> None:
        self.texts: list[Part] = []
        self.rich: list[Part] = []
        self.files: list[Part] = []

    def sort(
        self,
        parts: list[Part],
        kind: str,
        depth: int,
        *,
        in_alternative: bool = False,
    ) -> None:
        """Sort the parts of one container; inside an alternative a part has one reading."""
        before = len(self.texts), len(self.rich)
        in_alternative = in_alternative or kind == "alternative"
        for position, part in enumerate(parts):
            if part.is_container:
                inside, subtype = _inside(part, depth)
                self.sort(inside, subtype, depth + 1, in_alternative=in_alternative)
            elif not _is_words(part, position, kind):
                self.files.append(part)
            elif in_alternative:
                (self.rich if part.content_type == "text/html" else self.texts).append(part)
            else:
                self.texts.append(part)
                self.rich.append(part)
        if kind == "alternative":
            self._fill_missing(*before)

    def _fill_missing(self, texts_before: int, rich_before: int) -> None:
        """An alternative with one reading only serves both."""
        texts, rich = self.texts[texts_before:], self.rich[rich_before:]
        if texts and not rich:
            self.rich += texts
        elif rich and not texts:
            self.texts += rich


def _inside(part: Part, depth: int) -> tuple[list[Part], str]:
    """What a container holds, and of which kind it is; too deep nesting is read flat."""
    if depth < MAX_DEPTH:
        return part.children, part.content_type.partition("/")[2]
    return [leaf for leaf in part.walk() if not leaf.is_container], "mixed"


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


def _text_of(part: Part, bodies: Bodies) -> str:
    text = characters_of(part)
    if part.content_type == "text/html":
        return to_text(text)
    if part.content.get("format").lower() == "flowed":
        text = unflow(text, delsp=part.content.get("delsp").lower() == "yes")
    text, files = take_files(text)
    bodies.attachments += [made(filename=name, content=content) for name, content in files]
    return text


def _html_of(part: Part) -> str:
    text = characters_of(part)
    return text if part.content_type == "text/html" else from_text(text)


def characters_of(part: Part) -> str:
    """The part's text: decoded, line ends as `\\n`, bounded."""
    most = MAX_HTML if part.content_type == "text/html" else MAX_TEXT
    data = decode_transfer(part.body[: most * 4], part.encoding)
    text = decode(data, part.content.get("charset"))
    return text.replace("\r\n", "\n").replace("\r", "\n")[:most]


def _files_of(parts: list[Part], bodies: Bodies) -> list[Attachment]:
    files: list[Attachment] = []
    for part in parts[:MAX_ATTACHMENTS]:
        attachment = attachment_of(part)
        is_tnef = part.content_type in _TNEF or attachment.filename.lower() == "winmail.dat"
        unpacked = unpack(attachment.content) if is_tnef else None
        if unpacked is None:
            files.append(attachment)
            continue
        bodies.text = bodies.text or unpacked.text
        bodies.html = bodies.html or unpacked.html
        files += [made(filename=name, content=content) for name, content in unpacked.files]
    return files
