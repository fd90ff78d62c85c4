"""A deed: kept as plain values, told in words, done by its action."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core.errors import Refused
from helpwell.tickets.models import Ticket

Kept = dict[str, Any]
MOST = 20  # deeds in one go

kinds: dict[str, "type[Deed]"] = {}


class NotAllowed(Refused):
    sentence = _("your role does not allow it")


class Vanished(Refused):
    """What a deed needs does not exist any more."""


class Deed(ABC):
    """One thing to do. A kind of deed has a name, the capability it needs, and its turn.

    `turn` orders deeds done together: low comes first, so that a ticket has its fields and tags
    before it is solved. What goes along with an answer is done after it, save what is needed for
    solving (`fills`). What `joins` tickets waits for its turn before any is locked.
    """

    name: ClassVar[str]
    needs: ClassVar[str]
    turn: ClassVar[int] = 50
    fills: ClassVar[bool] = False
    joins: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" in vars(cls):
            kinds[cls.name] = cls

    @classmethod
    @abstractmethod
    def read(cls, kept: Kept) -> "Deed":
        """The deed as it was kept; raises ValueError, TypeError or KeyError on anything else."""

    @property
    @abstractmethod
    def kept(self) -> Kept:
        """As it is kept, without its name."""

    @property
    @abstractmethod
    def words(self) -> str:
        """What it does, as in “sets Pending”; what is gone is named so."""

    @abstractmethod
    def act(self, ticket: Ticket, *, by: User) -> int | None:
        """Do it; the id of its fact, or nothing where it changed nothing or nothing undoes it."""

    def gone(self) -> str:
        """What it needs that does not exist any more, as a sentence, or nothing."""
        return ""

    @property
    def stored(self) -> Kept:
        """As it is kept, with its name."""
        return {"do": self.name} | self.kept

    def check(self, by: User) -> None:
        """Refuse what this person may not do, or what cannot be done any more."""
        if not by.can(self.needs):
            raise NotAllowed
        if words := self.gone():
            raise Vanished(words)


def read(kept: Any) -> Deed | None:
    """The deed that was kept so, or nothing where this release knows no such deed."""
    try:
        return kinds[kept["do"]].read(kept)
    except (KeyError, TypeError, ValueError, AttributeError, Refused):
        return None


def read_all(kept: Any) -> list[Deed]:
    """Those that can be read, in the order in which they are done."""
    found = [deed for each in _listed(kept) if (deed := read(each))]
    return sorted(found, key=lambda deed: deed.turn)


def _listed(kept: Any) -> Iterable[Any]:
    return kept[:MOST] if isinstance(kept, list) else ()
