"""Passes: what a page may follow, signed by the view that checked the person's rights.

The live process has no database; it believes the signature and nothing else. Signing is plain
HMAC-SHA256 so that the live process needs no Django.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass

LIFETIME_SECONDS = 1800


@dataclass(frozen=True)
class Pass:
    """The topics a page may follow, and since when (Unix seconds) it needs to hear of them."""

    topics: frozenset[str]
    issued_at: float
    since: float

    @property
    def expires_at(self) -> float:
        return self.issued_at + LIFETIME_SECONDS


def issue(
    topics: Iterable[str], *, key: str, since: float | None = None, now: float | None = None
) -> str:
    """A signed text that lets its bearer follow `topics` for `LIFETIME_SECONDS`.

    `since` is when the page was drawn: what was said after that is told at once.
    """
    issued_at = now or time.time()
    content = json.dumps([sorted(topics), issued_at, since or issued_at]).encode()
    body = base64.urlsafe_b64encode(content).decode().rstrip("=")
    return f"{body}.{_signature(body, key)}"


def read(text: str, *, key: str, now: float | None = None) -> Pass | None:
    """The pass in `text`, or nothing when it is forged or has expired."""
    body, _, signature = text.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(body, key).encode()):
        return None
    content = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    topics, issued_at, since = content
    found = Pass(topics=frozenset(topics), issued_at=issued_at, since=since)
    return found if (now or time.time()) < found.expires_at else None


def _signature(body: str, key: str) -> str:
    derived = hashlib.sha256(b"helpwell.live:" + key.encode()).digest()
    return hmac.new(derived, body.encode(), hashlib.sha256).hexdigest()
