"""Signed names: which ticket a mail belongs to, told by something only we can have written.

A Message-ID or reply address carries the ticket's number and 128 bits of HMAC-SHA-256 over it.
Case may change on the way, so the alphabet has one case (RFC 4648 base32, in lower case).
"""

import base64
import hashlib
import hmac
import re

SIGNATURE_BYTES = 16
SIGNATURE_LENGTH = 26
MAX_LOCAL_PART = 64
MAX_HEADER = 100_000
_MESSAGE_ID = re.compile(rf"t(\d{{1,19}})\.(m\d{{1,19}})\.([a-z2-7]{{{SIGNATURE_LENGTH}}})@")
_REPLY = re.compile(rf"\+t(\d{{1,19}})-([a-z2-7]{{{SIGNATURE_LENGTH}}})@")


def new_message_id(ticket_id: int, message_id: int, domain: str, key: bytes) -> str:
    """The Message-ID, in angle brackets, of one of our messages; the same every time."""
    named = f"t{ticket_id}.m{message_id}"
    return f"<{named}.{_signature('message', named, key)}@{domain}>"


def ticket_of_message_id(header: str, key: bytes) -> int | None:
    """The ticket of the last genuine Message-ID of ours in a header, or None."""
    genuine = [
        int(match[1])
        for match in _MESSAGE_ID.finditer(_compact(header))
        if _is_genuine("message", f"t{match[1]}.{match[2]}", match[3], key)
    ]
    return genuine[-1] if genuine else None


def reply_address(inbox_address: str, ticket_id: int, key: bytes) -> str:
    """The inbox's address with the ticket and its signature; a long local part loses its end."""
    local, _, domain = inbox_address.rpartition("@")
    tag = f"+t{ticket_id}-{_signature('reply', f't{ticket_id}', key)}"
    return f"{local[: MAX_LOCAL_PART - len(tag)]}{tag}@{domain}"


def ticket_of_address(address: str, key: bytes) -> int | None:
    """The ticket that a genuine reply address names, or None."""
    for match in _REPLY.finditer(_compact(address)):
        if _is_genuine("reply", f"t{match[1]}", match[2], key):
            return int(match[1])
    return None


def _signature(purpose: str, named: str, key: bytes) -> str:
    mac = hmac.new(key, f"helpwell:{purpose}:{named}".encode(), hashlib.sha256).digest()
    return base64.b32encode(mac[:SIGNATURE_BYTES]).decode().rstrip("=").lower()


def _is_genuine(purpose: str, named: str, signature: str, key: bytes) -> bool:
    return hmac.compare_digest(_signature(purpose, named, key), signature)


def _compact(header: str) -> str:
    """Lower case without the white space that folding puts into long identifiers."""
    return re.sub(r"[\s\0]+", "", header[:MAX_HEADER].lower())
