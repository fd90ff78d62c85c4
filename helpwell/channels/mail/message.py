"""The one door: raw bytes in, what the mail says out."""

import re

from helpwell.channels.mail.addresses import parse_addresses
from helpwell.channels.mail.autoreply import is_autoreply, is_bulk
from helpwell.channels.mail.bodies import bodies_of
from helpwell.channels.mail.bounces import bounce_of
from helpwell.channels.mail.dates import parse_date
from helpwell.channels.mail.feedback import feedback_of
from helpwell.channels.mail.forwards import forward_of
from helpwell.channels.mail.headers import Headers, unfold
from helpwell.channels.mail.incoming import Address, Incoming
from helpwell.channels.mail.receipts import receipt_of
from helpwell.channels.mail.structure import Part, split
from helpwell.channels.mail.visible import reply_of
from helpwell.core.text import storable

MAX_BYTES = 64 * 1024 * 1024
MAX_IDS = 1_000
MAX_ID = 500
_ID = re.compile(r"<([^<>]{1,998})>")
_RECEIVERS = (
    "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to",
    "x-rcpt-to", "x-forwarded-to", "apparently-to",
)  # fmt: skip
_NOBODY = Address("", "")


def parse(raw: bytes) -> Incoming:
    """What a mail says; any bytes give an answer, and nothing here raises.

    What cannot be read is empty; `defects` says in words what was out of order.
    """
    try:
        return _read(raw[:MAX_BYTES])
    except Exception as reason:  # whatever it is, a person must see that something came
        return _bare(raw, reason)


def _bare(raw: bytes, reason: Exception) -> Incoming:
    """The last resort: the source as text, so that a person can read what came."""
    text = storable(raw[:100_000].decode("utf-8", "replace"))
    return Incoming(text=text, visible_text=text, defects=(f"unreadable: {type(reason).__name__}",))


def _read(raw: bytes) -> Incoming:
    root = split(raw)
    headers = root.headers
    sender = _sender(headers)
    subject = headers.first("subject")
    bodies = bodies_of(root)
    reply = reply_of(bodies.text, bodies.html, is_text_made=bodies.is_text_made)
    return_path = _return_path(headers)
    feedback = feedback_of(root)
    return Incoming(
        from_name=sender.name,
        from_email=sender.email,
        to=_addresses(headers, "to"),
        cc=_addresses(headers, "cc"),
        reply_to=_addresses(headers, "reply-to"),
        subject=subject,
        date=parse_date(unfold(headers.first_raw("date"))),
        message_id=_message_id(headers),
        in_reply_to=_ids(headers, "in-reply-to"),
        references=_ids(headers, "references"),
        text=bodies.text,
        html=bodies.html,
        visible_text=reply.text.visible,
        quoted_text=reply.text.quoted,
        signature=reply.text.signature,
        visible_html=reply.html,
        attachments=tuple(bodies.attachments),
        is_autoreply=is_autoreply(headers, subject, sender.email),
        is_bulk=is_bulk(headers),
        bounce=bounce_of(root, subject=subject, from_email=sender.email, return_path=return_path),
        is_feedback_report=feedback is not None,
        feedback=feedback,
        receipt=receipt_of(root),
        forward=forward_of(root, bodies.text, subject),
        delivered_to=_receivers(headers),
        return_path=return_path,
        authentication_results=tuple(headers.all("authentication-results")),
        headers=headers.decoded(),
        defects=_defects(root, raw, sender),
    )


def _sender(headers: Headers) -> Address:
    """Who wrote: From, or Sender where From names no address."""
    found = [*_addresses(headers, "from"), *_addresses(headers, "sender")]
    with_email = next((address for address in found if "@" in address.email), None)
    return with_email or next(iter(found), _NOBODY)


def _addresses(headers: Headers, name: str) -> tuple[Address, ...]:
    return tuple(a for value in headers.all_raw(name) for a in parse_addresses(value))


def _message_id(headers: Headers) -> str:
    """The mail's own id, whatever it looks like."""
    words = storable(unfold(headers.first_raw("message-id"))).split()
    return next(iter(_ids(headers, "message-id")), words[0].strip("<>")[:MAX_ID] if words else "")


def _ids(headers: Headers, name: str) -> tuple[str, ...]:
    """Message-IDs without brackets; a field without any bracket is one id as it stands."""
    found: list[str] = []
    for value in headers.all_raw(name):
        line = storable(unfold(value))
        ids = [match.strip() for match in _ID.findall(line)]
        found += ids or [word.strip("<>") for word in line.split()[:20] if "@" in word]
    return tuple(_bounded(list(dict.fromkeys(found))))


def _bounded(ids: list[str]) -> list[str]:
    """Long threads keep their beginning and their newest ids."""
    ids = [name[:MAX_ID] for name in ids if name]
    return ids if len(ids) <= MAX_IDS else [*ids[: MAX_IDS // 2], *ids[-MAX_IDS // 2 :]]


def _return_path(headers: Headers) -> str | None:
    """The envelope's sender: empty for mail that wants no answer, None where unknown."""
    value = headers.first_raw("return-path")
    if not value.strip():
        return None
    return next((address.email for address in parse_addresses(value)), "")


def _receivers(headers: Headers) -> tuple[str, ...]:
    found = [a.email for name in _RECEIVERS for a in _addresses(headers, name) if a.email]
    return tuple(dict.fromkeys(found))


def _defects(root: Part, raw: bytes, sender: Address) -> tuple[str, ...]:
    found = []
    if not raw.strip():
        found.append("empty")
    if not root.headers.lines:
        found.append("no headers")
    if "@" not in sender.email:
        found.append("no sender")
    if len(raw) >= MAX_BYTES:
        found.append("cut at the largest size that is read")
    return tuple(found)
