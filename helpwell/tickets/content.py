"""What a message says, before it is one."""

from dataclasses import dataclass, field
from typing import Literal, TypedDict

from helpwell.files.models import File

ADDRESSED = ("to", "cc", "bcc")  # kinds of recipients that an answer goes to


class Recipient(TypedDict):
    """One address on a message and its part.

    `named` stood in a copy but was not let into the talk; `via` is a name of ours it came in by;
    `forwarded` wrote what somebody else has passed on.
    """

    kind: Literal["from", "reply_to", "to", "cc", "bcc", "named", "via", "forwarded"]
    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A stored file that comes with a message."""

    file: File
    name: str
    content_type: str
    content_id: str = ""
    is_inline: bool = False


@dataclass(frozen=True, kw_only=True)
class Content:
    """A received message, read and cleaned: what was said, what was quoted, what came along."""

    text: str
    html: str = ""
    quoted: str = ""
    full_html: str = ""
    remote_images: int = 0
    is_automatic: bool = False
    is_bounce: bool = False
    recipients: list[Recipient] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
