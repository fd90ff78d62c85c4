"""Who speaks in a mail: a mail system, somebody who may be one, or a person."""

from dataclasses import dataclass
from enum import IntEnum

from helpwell.channels.mail.headers import decoded
from helpwell.channels.mail.report_words import SHARED_BOX, SHARED_NAME, SYSTEM_BOX, SYSTEM_NAME
from helpwell.channels.mail.structure import Part


class Speaker(IntEnum):
    """How sure it is that a mail system wrote a mail."""

    PERSON = 0
    PERHAPS = 1
    UNANSWERABLE = 2
    SYSTEM = 3


@dataclass(frozen=True, slots=True)
class Envelope:
    """What stands outside of a mail's words: who sent it, and where answers to it go."""

    subject: str
    from_email: str
    return_path: str | None


def speaker_of(root: Part, envelope: Envelope) -> Speaker:
    """Who wrote; a report type or a list of failed recipients is as good as a signature."""
    local, name = envelope.from_email.rpartition("@")[0] or envelope.from_email, _name_of(root)
    path = (envelope.return_path or "").rpartition("@")[0] or envelope.return_path or ""
    if SYSTEM_BOX.match(local.strip('"')) or SYSTEM_NAME.search(name) or _is_signed(root):
        return Speaker.SYSTEM
    if envelope.return_path == "" or SYSTEM_BOX.match(path):
        return Speaker.UNANSWERABLE
    is_automatic = root.headers.first("auto-submitted").lower().startswith("auto-")
    if SHARED_BOX.match(local) or SHARED_NAME.search(name) or is_automatic or not local:
        return Speaker.PERHAPS
    return Speaker.PERSON


def _name_of(root: Part) -> str:
    """The whole From field: some systems name themselves without an address."""
    return decoded(root.headers.first_raw("from"))


def _is_signed(root: Part) -> bool:
    return bool(
        root.headers.first_raw("x-failed-recipients")
        or root.content.get("report-type").lower() == "delivery-status"
    )
