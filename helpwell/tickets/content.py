"""What a message says, before it is one."""

from dataclasses import dataclass, field
from typing import Literal, TypedDict

from helpwell.files.models import File


class Recipient(TypedDict):
    """One address on a message and its part: from, reply_to, to, cc or bcc."""

    kind: Literal["from", "reply_to", "to", "cc", "bcc"]
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
