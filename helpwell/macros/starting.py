"""What a macro that begins a ticket would fill in, told before it does."""

from collections.abc import Sequence
from dataclasses import dataclass

from helpwell.accounts.models import User
from helpwell.core.html import to_text
from helpwell.macros.models import Macro
from helpwell.macros.preview import Step, steps_of
from helpwell.macros.values import label
from helpwell.macros.wording import titled, worded
from helpwell.tickets.beginnings import Beginning, Part, is_typed, later, parts_of, tagging
from helpwell.tickets.deeds import Deed
from helpwell.tickets.sheets import Sheet


@dataclass(frozen=True)
class Start:
    """What it brings to a form: what it fills in there, what is typed there already and stays,
    what is done when the ticket is made, and what this person may not do; `is_below` where its
    words come below others."""

    beginning: Beginning
    fills: Sequence[Part]
    stays: Sequence[Part]
    then: Sequence[Deed]
    will_not: Sequence[Step]
    blanks: Sequence[str]
    is_below: bool

    @property
    def tags(self) -> list[str]:
        return [deed.words for deed in tagging(self.beginning)]


def start_of(macro: Macro, sheet: Sheet, *, by: User) -> Start:
    """What this macro would bring to the form if `by` chose it now."""
    ticket = sheet.ticket_to_be(by=by)
    subject, words = titled(macro, ticket, by=by), worded(macro, ticket, by=by)
    steps = steps_of(macro.deeds, by=by)
    allowed = [step.deed for step in steps if not step.obstacle]
    beginning = Beginning(str(macro.pk), subject.html, words.html, allowed)
    parts = list(parts_of(beginning, by=by))
    return Start(
        beginning,
        fills=[part for part in parts if not is_typed(sheet, part, by=by)],
        stays=[part for part in parts if is_typed(sheet, part, by=by)],
        then=later(beginning),
        will_not=[step for step in steps if step.obstacle],
        blanks=[label(name) for name in dict.fromkeys((*subject.blanks, *words.blanks))],
        is_below=bool(words.html and to_text(sheet.texts["body"]).strip()),
    )
