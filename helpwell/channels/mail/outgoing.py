"""What a mail of ours shall say: the question that `build` answers."""

from dataclasses import dataclass
from datetime import datetime

from helpwell.channels.mail.incoming import Address


@dataclass(frozen=True, slots=True)
class File:
    """A file to send; with a `content_id` it is shown inside the HTML (`cid:`)."""

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The message that is answered, quoted under the reply."""

    introduction: str
    text: str
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One mail to send. `html` is what the agent wrote, already cleaned."""

    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    subject: str
    message_id: str
    date: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    html: str
    text: str = ""
    signature_html: str = ""
    history: History | None = None
    files: tuple[File, ...] = ()
    is_reply: bool = True
    is_automatic: bool = False
    headers: tuple[tuple[str, str], ...] = ()
