"""Who does something: an agent, a customer or the system itself."""

from dataclasses import dataclass
from typing import Literal, Protocol

ActorKind = Literal["agent", "customer", "system"]


class By(Protocol):
    """Anyone who can act: every action takes one as `by=`."""

    @property
    def actor(self) -> "Actor": ...


@dataclass(frozen=True)
class Actor:
    """The kind and id of who acted; kept in the fact log, so no name and no address."""

    kind: ActorKind
    id: int | None = None

    @property
    def actor(self) -> "Actor":
        return self


SYSTEM = Actor(kind="system")
