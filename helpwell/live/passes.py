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
PARTS = 4


@dataclass(frozen=True)
class Pass:
    """The topics a page of a person may follow, and since when (Unix seconds) it needs to hear of
    them. Their rights were read at `issued_at` or later."""

    topics: frozenset[str]
    issued_at: float
    since: float
    person: int

    @property
    def grounds(self) -> frozenset[str]:
        """What it stands on: once rights to one of these have changed it is void."""
        return self.topics | {f"person:{self.person}"}

    @property
    def expires_at(self) -> float:
        return self.issued_at + LIFETIME_SECONDS


def issue(
    topics: Iterable[str],
    *,
    person: int,
    key: str,
    since: float | None = None,
    now: float | None = None,
) -> str:
    """A signed text that lets its bearer follow `topics` for `LIFETIME_SECONDS`.

    `since` is when the page was drawn: what was said after that is told at once.
    """
    issued_at = now or time.time()
    content = json.dumps([sorted(topics), issued_at, since or issued_at, person]).encode()
    body = base64.urlsafe_b64encode(content).decode().rstrip("=")
    return f"{body}.{_signature(body, key)}"


def read(text: str, *, key: str, now: float | None = None) -> Pass | None:
    """The pass in `text`, or nothing when it is forged, has expired or is an earlier release's."""
    body, _, signature = text.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(body, key).encode()):
        return None
    content = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    if len(content) != PARTS:
        return None
    topics, issued_at, since, person = content
    found = Pass(frozenset(topics), issued_at=issued_at, since=since, person=person)
    return found if (now or time.time()) < found.expires_at else None


def _signature(body: str, key: str) -> str:
    derived = hashlib.sha256(b"helpwell.live:" + key.encode()).digest()
    return hmac.new(derived, body.encode(), hashlib.sha256).hexdigest()
