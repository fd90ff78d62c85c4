"""What a mail says: the answer of `parse`."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """Somebody's name and e-mail address; either may be empty."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the mail's own words; `content_id` is without its angle brackets."""

    filename: str
    content_type: str
    content_id: str
    disposition: str
    content: bytes = field(repr=False)
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Bounce:
    """Whom a mail could not reach; `hard` when the mail system has given up."""

    recipients: tuple[str, ...]
    status: str
    hard: bool


@dataclass(frozen=True, slots=True)
class Forward:
    """A message passed on inside this one."""

    sender: Address
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One mail, read. Texts hold no NUL; identifiers are without angle brackets."""

    from_name: str = ""
    from_email: str = ""
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    text: str = ""
    html: str = ""
    visible_text: str = ""
    quoted_text: str = ""
    signature: str = ""
    visible_html: str | None = None
    attachments: tuple[Attachment, ...] = ()
    is_autoreply: bool = False
    is_bulk: bool = False
    bounce: Bounce | None = None
    is_feedback_report: bool = False
    forward: Forward | None = None
    delivered_to: tuple[str, ...] = ()
    return_path: str | None = None
    authentication_results: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    defects: tuple[str, ...] = ()

    @property
    def is_bounce(self) -> bool:
        """Whether a mail system says that it could not deliver something."""
        return self.bounce is not None

    def header(self, name: str) -> str:
        """The first header of that name, decoded; empty when there is none."""
        wanted = name.lower()
        return next((value for known, value in self.headers if known == wanted), "")
