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
class Failure:
    """One address that a mail did not reach, and why.

    `recipient` is the address that we wrote to, `final` the one that was tried in the end, where it
    is another; `action` is `failed` (given up) or `delayed` (still trying); `reason` is a name from
    `failure_reasons` or empty; `hard` says that the address itself is no good.
    """

    recipient: str
    final: str = ""
    action: str = "failed"
    status: str = ""
    reason: str = ""
    diagnostic: str = ""
    hard: bool = False


@dataclass(frozen=True, slots=True)
class Bounce:
    """Whom a mail could not reach; `hard` when an address itself is no good.

    `failures` tells each address apart; `action`, `status`, `reason` and `diagnostic` are those of
    the one that counts most; `message_id` is the id of our mail, where the report tells it.
    """

    recipients: tuple[str, ...]
    status: str
    hard: bool
    action: str = "failed"
    reason: str = ""
    diagnostic: str = ""
    message_id: str = ""
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A notice that a mail arrived or was seen: no failure, and nothing to answer.

    `kind` is `delivered`, `relayed` or `expanded` (RFC 3464) or what became of the mail at its
    reader: `displayed`, `deleted`, `processed`, `dispatched`, `denied` (RFC 8098).
    """

    kind: str
    recipients: tuple[str, ...]
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackReport:
    """What a mailbox provider reports about our mail (RFC 5965): who complained, about which.

    `kind` is the feedback type in lower case (`abuse`, `fraud`, `virus`, `not-spam`, `opt-out`,
    `auth-failure`, …); `complainant` is empty where the provider hides it.
    """

    kind: str
    complainant: str = ""
    message_ids: tuple[str, ...] = ()
    source_ip: str = ""

    @property
    def is_complaint(self) -> bool:
        """Whether a person wants no more of our mail."""
        return self.kind in ("abuse", "fraud", "virus", "opt-out", "opt-out-list", "miscategorized")


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
    feedback: FeedbackReport | None = None
    receipt: Receipt | None = None
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
