"""Telling open pages that something changed: topics only, never content."""

from helpwell.core.notify import notify_on_commit
from helpwell.live.hub import CHANNEL


def tell(topic: str) -> None:
    """Let every page that follows `topic` (such as `ticket:42`) fetch its fragments again."""
    notify_on_commit(CHANNEL, topic)
