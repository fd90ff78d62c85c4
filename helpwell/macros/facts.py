from dataclasses import dataclass
from typing import ClassVar

from helpwell.events.facts import Fact
from helpwell.tickets.facts import TicketFact


@dataclass(frozen=True, kw_only=True)
class MacroUsed(TicketFact):
    """A macro was sent, noted or carried out on a ticket."""

    name: ClassVar[str] = "macro.used"
    macro_id: int
    use_id: int
    message_id: int | None


@dataclass(frozen=True, kw_only=True)
class MacroFact(Fact):
    """Something that happened to a macro."""

    name: ClassVar[str] = "macro.touched"
    subject: ClassVar[str] = "macro_id"
    macro_id: int


@dataclass(frozen=True, kw_only=True)
class MacroMade(MacroFact):
    """Somebody made a macro."""

    name: ClassVar[str] = "macro.made"


@dataclass(frozen=True, kw_only=True)
class MacroChanged(MacroFact):
    """Somebody changed a macro."""

    name: ClassVar[str] = "macro.changed"


@dataclass(frozen=True, kw_only=True)
class MacroRemoved(MacroFact):
    """Somebody deleted a macro."""

    name: ClassVar[str] = "macro.removed"


@dataclass(frozen=True, kw_only=True)
class SnippetFact(Fact):
    """Something that happened to a snippet."""

    name: ClassVar[str] = "snippet.touched"
    subject: ClassVar[str] = "snippet_id"
    snippet_id: int


@dataclass(frozen=True, kw_only=True)
class SnippetMade(SnippetFact):
    """Somebody kept words as a snippet."""

    name: ClassVar[str] = "snippet.made"


@dataclass(frozen=True, kw_only=True)
class SnippetChanged(SnippetFact):
    """Somebody changed a snippet."""

    name: ClassVar[str] = "snippet.changed"


@dataclass(frozen=True, kw_only=True)
class SnippetRemoved(SnippetFact):
    """Somebody deleted a snippet."""

    name: ClassVar[str] = "snippet.removed"
