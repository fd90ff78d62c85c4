"""What choosing a macro will do, in plain words, before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpwell.accounts.models import User
from helpwell.core.errors import Refused
from helpwell.macros.models import Macro
from helpwell.macros.values import label
from helpwell.macros.variables import Filled
from helpwell.macros.wording import worded
from helpwell.tickets.deeds import Deed, read_all
from helpwell.tickets.models import Ticket


@dataclass(frozen=True)
class Step:
    """One deed in words, and why it will not be done, if so."""

    deed: Deed
    obstacle: str = ""

    @property
    def words(self) -> str:
        return self.deed.words


@dataclass(frozen=True)
class Preview:
    """The words as they will stand, what is done beside them, and what will not be."""

    filled: Filled
    steps: Sequence[Step]

    @property
    def will(self) -> list[Step]:
        return [step for step in self.steps if not step.obstacle]

    @property
    def will_not(self) -> list[Step]:
        return [step for step in self.steps if step.obstacle]

    @property
    def blanks(self) -> list[str]:
        return [label(name) for name in self.filled.blanks]


def preview(macro: Macro, ticket: Ticket, *, by: User) -> Preview:
    """What this macro would do on a ticket if `by` chose it now."""
    return Preview(worded(macro, ticket, by=by), steps_of(macro.deeds, by=by))


def steps_of(kept: object, *, by: User) -> list[Step]:
    """Deeds in words, with what stands against each."""
    return [Step(deed, _obstacle(deed, by)) for deed in read_all(kept)]


def _obstacle(deed: Deed, by: User) -> str:
    try:
        deed.check(by)
    except Refused as refused:
        return str(refused)
    return ""
