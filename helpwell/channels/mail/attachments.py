"""Parts that are files: their names, and what they hold."""

import hashlib
import mimetypes
import re

from helpwell.channels.mail.encodings import decode_transfer
from helpwell.channels.mail.incoming import Attachment
from helpwell.channels.mail.parameters import parse_parameters
from helpwell.channels.mail.structure import Part
from helpwell.core.text import one_line, storable

MAX_NAME = 200
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def attachment_of(part: Part) -> Attachment:
    """A part as a file; its name is what the sender wrote and is not safe as a path."""
    content = part.body
    is_bare = part.content_type.startswith(("multipart/", "message/"))
    if not is_bare or part.encoding in ("base64", "quoted-printable"):
        content = decode_transfer(content, part.encoding)
    return made(
        filename=name_of(part),
        content_type=part.content_type,
        content=content,
        content_id=part.content_id,
        disposition=disposition_of(part),
    )


def made(
    *,
    filename: str,
    content: bytes,
    content_type: str = "",
    content_id: str = "",
    disposition: str = "attachment",
) -> Attachment:
    """An attachment with its sum and size; a type that is missing is told from the name."""
    guessed = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    return Attachment(
        filename=filename,
        content_type=content_type or guessed,
        content_id=content_id,
        disposition=disposition,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )


def disposition_of(part: Part) -> str:
    """`inline`, `attachment`, or empty where the sender said nothing."""
    header = part.headers.first_raw("content-disposition")
    value = parse_parameters(header, "").value.strip() if header else ""
    if value in ("", "inline"):
        return value
    return "attachment"


def name_of(part: Part) -> str:
    """The file's name as sent, on one line and without invisible characters."""
    header = part.headers.first_raw("content-disposition")
    name = parse_parameters(header, "").get("filename") if header else ""
    name = name or part.content.get("name") or part.content.get("filename")
    name = name or part.headers.first("content-location")[:MAX_NAME] * part.content_type.startswith(
        "image/"
    )
    return one_line(_UNSEEN.sub(" ", storable(name)))[:MAX_NAME]
