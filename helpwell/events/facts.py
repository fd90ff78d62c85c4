"""What a fact is, and who wants to hear which."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar

from helpwell.core.actors import Actor

known: dict[str, "type[Fact]"] = {}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A thing that happened: frozen, ids and plain values only, named `noun.verbed`.

    The field named by `subject` (such as `ticket_id`) says what it is about; facts about the
    same thing are heard in the order they happened.
    """

    name: ClassVar[str]
    subject: ClassVar[str]
    by: Actor

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        known[cls.name] = cls

    @property
    def about(self) -> str:
        return f"{self.subject.removesuffix('_id')}:{getattr(self, self.subject)}"

    def payload(self) -> dict[str, Any]:
        """Its own fields, without who did it."""
        return {name: value for name, value in asdict(self).items() if name != "by"}


def revive(name: str, payload: dict[str, Any], by: Actor) -> Fact:
    """The fact as it was published; fields that a later release dropped are left out."""
    kind = known[name]
    names = {field.name for field in fields(kind)}
    return kind(by=by, **{key: value for key, value in payload.items() if key in names})


@dataclass(frozen=True)
class Subscriber:
    """A function that hears a kind of fact, under a name that the log keeps."""

    name: str
    hear: Callable[[Any], None]


subscribers: dict[str, Subscriber] = {}
_by_fact: dict[str, list[Subscriber]] = defaultdict(list)


def subscribe[F: Fact](
    *kinds: type[F], formerly: tuple[str, ...] = ()
) -> Callable[[Callable[[F], None]], Callable[[F], None]]:
    """Let the decorated function hear these kinds of fact.

    It runs once a fact, in the transaction that marks the fact as heard. When it is renamed, its
    old name goes to `formerly`, so that facts that wait for the old one still find it.
    """

    def register(hear: Callable[[F], None]) -> Callable[[F], None]:
        room = hear.__module__.removeprefix("helpwell.").split(".")[0]
        subscriber = Subscriber(name=f"{room}.{hear.__name__}", hear=hear)
        for name in (subscriber.name, *formerly):
            subscribers[name] = subscriber
        for kind in kinds:
            _by_fact[kind.name].append(subscriber)
        return hear

    return register


def subscribers_of(fact: Fact) -> list[str]:
    """The names of those who want to hear this fact."""
    return [subscriber.name for subscriber in _by_fact[fact.name]]
