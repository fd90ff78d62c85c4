"""Telling open pages that something changed: topics only, never content."""

from helpwell.core.notify import notify_on_commit
from helpwell.live.hub import AGAIN, CHANNEL


def tell(topic: str) -> None:
    """Let every page that follows `topic` (such as `ticket:42`) fetch its fragments again."""
    notify_on_commit(CHANNEL, topic)


def judge_again(ground: str) -> None:
    """Make void all passes for a topic (such as `ticket:42`), or all of a person (`person:7`):
    their rights to it have changed, and their pages ask anew what they may follow."""
    notify_on_commit(CHANNEL, f"{AGAIN} {ground}")
