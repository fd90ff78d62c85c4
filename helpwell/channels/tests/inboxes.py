"""Inboxes for tests, made through the real actions."""

import time
from collections.abc import Callable
from itertools import count
from typing import Any

from helpwell.channels.actions.inboxes import open_inbox
from helpwell.channels.models import Envelope, Inbox
from helpwell.core.actors import SYSTEM
from helpwell.files.queries import content_of

_numbers = count(1)


def make_inbox(**settings: Any) -> Inbox:
    """An inbox; whatever is not given is made up."""
    given = {"name": "Arbor Support", "address": f"support{next(_numbers)}@arbor.example"}
    return open_inbox(**given | settings, by=SYSTEM)


def mails_of(inbox: Inbox) -> list[bytes]:
    """The raw mails an inbox has, in the order they came."""
    envelopes = Envelope.objects.filter(inbox=inbox).order_by("pk").select_related("raw")
    return [content_of(envelope.raw) for envelope in envelopes]


def eventually(holds: Callable[[], object], *, seconds: float = 10) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return bool(holds())
