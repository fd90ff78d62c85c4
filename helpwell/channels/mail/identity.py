"""Signed names: what a mail belongs to, told by something only we can have written.

A Message-ID or reply address carries a number, of a ticket (`t`) or of a side talk (`s`), and 128
bits of HMAC-SHA-256 over it. Case may change on the way, so the alphabet has one case (RFC 4648
base32, in lower case).
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal

from helpwell.core.addresses import MAX_LOCAL_PART

SIGNATURE_BYTES = 16
SIGNATURE_LENGTH = 26
MAX_HEADER = 100_000
MOST_NAMES = 2_000
_MESSAGE_ID = re.compile(rf"([ts])(\d{{1,19}})\.m(\d{{1,19}})\.([a-z2-7]{{{SIGNATURE_LENGTH}}})@")
_REPLY = re.compile(rf"\+([ts])(\d{{1,19}})-([a-z2-7]{{{SIGNATURE_LENGTH}}})@")

Kind = Literal["t", "s"]
TICKET: Kind = "t"
TALK: Kind = "s"


@dataclass(frozen=True)
class Name:
    """What a genuine name of ours stands for; in a Message-ID also which message it was."""

    kind: str
    id: int
    message_id: int | None = None


def new_message_id(
    of: int, message_id: int, domain: str, key: bytes, *, kind: Kind = TICKET
) -> str:
    """The Message-ID, in angle brackets, of one of our messages; the same every time."""
    named = f"{kind}{of}.m{message_id}"
    return f"<{named}.{_signature('message', named, key)}@{domain}>"


def reply_address(inbox_address: str, of: int, key: bytes, *, kind: Kind = TICKET) -> str:
    """The inbox's address with the number and its signature; a long local part loses its end."""
    local, _, domain = inbox_address.rpartition("@")
    tag = f"+{kind}{of}-{_signature('reply', f'{kind}{of}', key)}"
    return f"{local[: MAX_LOCAL_PART - len(tag)]}{tag}@{domain}"


def names_in_header(header: str, key: bytes) -> list[Name]:
    """Every genuine Message-ID of ours in a header, in its order."""
    compact = _compact(header)
    return [
        Name(match[1], int(match[2]), int(match[3]))
        for match in list(_MESSAGE_ID.finditer(compact))[:MOST_NAMES]
        if _is_genuine("message", f"{match[1]}{match[2]}.m{match[3]}", match[4], key)
    ]


def name_in_address(address: str, key: bytes) -> Name | None:
    """What a genuine reply address stands for, or None."""
    for match in list(_REPLY.finditer(_compact(address)))[:MOST_NAMES]:
        if _is_genuine("reply", f"{match[1]}{match[2]}", match[3], key):
            return Name(match[1], int(match[2]))
    return None


def _signature(purpose: str, named: str, key: bytes) -> str:
    mac = hmac.new(key, f"helpwell:{purpose}:{named}".encode(), hashlib.sha256).digest()
    return base64.b32encode(mac[:SIGNATURE_BYTES]).decode().rstrip("=").lower()


def _is_genuine(purpose: str, named: str, signature: str, key: bytes) -> bool:
    return hmac.compare_digest(_signature(purpose, named, key), signature)


def _compact(header: str) -> str:
    """Lower case without the white space that folding puts into long identifiers."""
    return re.sub(r"[\s\0]+", "", header[:MAX_HEADER].lower())
