"""Who may follow what: rooms above say it for their own kinds of topics."""

from collections.abc import Callable
from typing import Any

from helpwell.core.numbers import whole

Guard = Callable[[Any, int], bool]
guards: dict[str, Guard] = {}
open_topics: set[str] = set()


def opens_topics(*topics: str) -> None:
    """Let everybody who is signed in follow these topics, which say no more than that."""
    open_topics.update(topics)


def guards_topic(*kinds: str) -> Callable[[Guard], Guard]:
    """Let the decorated function decide who may follow topics such as `ticket:42`."""

    def register(guard: Guard) -> Guard:
        for kind in kinds:
            guards[kind] = guard
        return guard

    return register


def allowed(topics: list[str], user: Any) -> list[str]:
    """Those of `topics` that this person may follow."""
    return [topic for topic in dict.fromkeys(topics) if _may(topic, user)]


def _may(topic: str, user: Any) -> bool:
    kind, _, number = topic.partition(":")
    if not number:
        return kind in open_topics
    found = whole(number)
    return kind in guards and found is not None and guards[kind](user, found)
