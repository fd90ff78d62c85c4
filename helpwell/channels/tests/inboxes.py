"""What an inbox has got, and waiting until something is so."""

import time
from collections.abc import Callable

from helpwell.channels.models import Envelope, Inbox
from helpwell.files.queries import content_of


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
