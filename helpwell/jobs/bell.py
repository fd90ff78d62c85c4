"""Ringing: telling the workers that there are rows to look at."""

from helpwell.core.notify import notify_on_commit

CHANNEL = "helpwell_bell"


def ring(bell: str) -> None:
    """Wake whoever waits for `bell` once this transaction has committed.

    A ring that is lost costs one sweep's wait, never a row.
    """
    notify_on_commit(CHANNEL, bell)
