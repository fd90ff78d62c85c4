"""Waiting until a mailbox has news: by IDLE, or by looking again where the server has no IDLE."""

import threading
import time

from imapclient import IMAPClient

POLL_SECONDS = 60.0
SLICE_SECONDS = 2.0  # how long it may take until a stop is noticed
# IDLE has a gap: news between the last look and its beginning may come unseen. So the first look
# back is soon and the pauses grow; servers hang up after half an hour (RFC 2177).
PAUSES = (1.0, 5.0, 30.0, 120.0, 540.0)


def wait_for_news(client: IMAPClient, *, quiet_rounds: int, stop: threading.Event) -> None:
    """Return when there may be something new, or the time to look again has come."""
    pause = PAUSES[min(quiet_rounds, len(PAUSES) - 1)]
    if not client.has_capability("IDLE"):
        stop.wait(min(pause, POLL_SECONDS))
        return
    client.idle()
    _listen(client, until=time.monotonic() + pause, stop=stop)
    client.idle_done()  # raises when the connection is gone


def _listen(client: IMAPClient, *, until: float, stop: threading.Event) -> None:
    while not stop.is_set() and (left := until - time.monotonic()) > 0:
        asked_at = time.monotonic()
        slice_seconds = min(SLICE_SECONDS, left)
        said = client.idle_check(timeout=slice_seconds)
        is_early = time.monotonic() - asked_at < slice_seconds / 2
        if any(b"EXISTS" in line or b"BYE" in line for line in said) or (is_early and not said):
            return  # early silence is what a closed connection looks like
