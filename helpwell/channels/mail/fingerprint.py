"""What a mail says, in 32 bytes: the same whatever way it came."""

import hashlib
from collections.abc import Iterator

from helpwell.channels.mail.incoming import Incoming


def fingerprint_of(incoming: Incoming) -> str:
    """SHA-256 of sender, date, subject, words and files; trace fields and addressees do not count.

    White space does not count either: servers on the way fold and wrap.
    """
    digest = hashlib.sha256()
    for part in _said(incoming):
        digest.update(" ".join(part.split()).encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def _said(incoming: Incoming) -> Iterator[str]:
    yield incoming.from_email.lower()
    yield incoming.subject
    yield incoming.date.isoformat() if incoming.date else ""
    yield incoming.text
    yield incoming.html
    yield from (attachment.sha256 for attachment in incoming.attachments)
