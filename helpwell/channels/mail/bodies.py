"""The words of a mail, as plain text and as HTML, and its files."""

import re
from dataclasses import dataclass, field

from helpwell.channels.mail import calendars, tnef
from helpwell.channels.mail.attachments import attachment_of, disposition_of, made
from helpwell.channels.mail.charsets import decode
from helpwell.channels.mail.encodings import decode_transfer
from helpwell.channels.mail.flowed import unflow
from helpwell.channels.mail.headers import declared_charset
from helpwell.channels.mail.incoming import Attachment
from helpwell.channels.mail.sorting import sort_parts
from helpwell.channels.mail.structure import Part
from helpwell.channels.mail.uuencode import take_files
from helpwell.core.html import from_text, to_text

MAX_TEXT = 4_000_000
MAX_HTML = 10_000_000
MAX_ATTACHMENTS = 1_000
MAX_META = 2_000  # bytes in which a page may say its charset
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_ENRICHMENT = re.compile(r"<(?:param>[^<]*</param|/?[A-Za-z-]{1,60})>", re.IGNORECASE)


@dataclass(slots=True)
class Bodies:
    """The texts, each as plain text or HTML, and the files; a text may be made from the HTML."""

    text: str = ""
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    is_text_made: bool = False


def bodies_of(root: Part) -> Bodies:
    """Read every part once; nothing that was sent is dropped, within the stated bounds."""
    found = sort_parts(root)
    bodies = Bodies()
    texts = [_text_of(part, bodies) for part in found.texts]
    bodies.text = "\n".join(text.removesuffix("\n") for text in texts)[:MAX_TEXT]
    if any(part.content_type == "text/html" for part in found.rich):
        bodies.html = "\n".join(map(_html_of, found.rich))[:MAX_HTML]
        bodies.is_text_made = all(part.content_type == "text/html" for part in found.texts)
    bodies.attachments += _files_of(found.files, bodies)
    if not bodies.text and not bodies.html:
        bodies.text = _words_of_files(found.files)
    if bodies.html and not bodies.text:
        bodies.text, bodies.is_text_made = to_text(bodies.html), True
    return bodies


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
    charset = part.content.get("charset")
    if not charset and part.content_type == "text/html":
        charset = declared_charset(data[:MAX_META])
    text = decode(data, charset)
    return text.replace("\r\n", "\n").replace("\r", "\n")[:most]


def _files_of(parts: list[Part], bodies: Bodies) -> list[Attachment]:
    files: list[Attachment] = []
    for part in parts[:MAX_ATTACHMENTS]:
        attachment = attachment_of(part)
        is_tnef = part.content_type in _TNEF or attachment.filename.lower() == "winmail.dat"
        unpacked = tnef.unpack(attachment.content) if is_tnef else None
        if unpacked is None:
            files.append(attachment)
            continue
        bodies.text = bodies.text or unpacked.text
        bodies.html = bodies.html or unpacked.html
        files += map(_unpacked, unpacked.files)
    return files


def _unpacked(file: tnef.File) -> Attachment:
    return made(
        filename=file.name,
        content=file.content,
        content_type=file.content_type,
        content_id=file.content_id,
    )


def _words_of_files(parts: list[Part]) -> str:
    """What a mail says whose only words are of another kind, such as an invitation's."""
    for part in parts[:MAX_ATTACHMENTS]:
        if part.content_type == "text/calendar":
            return calendars.words_of(characters_of(part))
        if part.content_type.startswith("text/") and disposition_of(part) != "attachment":
            return _plain(characters_of(part), part.subtype)
    return ""


def _plain(text: str, subtype: str) -> str:
    """Enriched text (RFC 1896) without its marks; any other text as it is."""
    if subtype not in ("enriched", "richtext"):
        return text
    return _ENRICHMENT.sub("", text.replace("<<", "\0")).replace("\0", "<").replace("<nl>", "\n")
