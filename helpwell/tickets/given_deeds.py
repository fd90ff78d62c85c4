"""Deeds as programs send them: what is done in bulk and by macros, each with its own members."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from helpwell.accounts.models import User
from helpwell.api.errors import Declined
from helpwell.api.shapes import Given, LongWords, Number, Words
from helpwell.tickets.deeds import MOST_DAYS, Deed, read_all, say_along
from helpwell.tickets.models import Message, Ticket

MOST_DEEDS = 20
Days = Annotated[int, Field(ge=1, le=MOST_DAYS)]
Names = Annotated[list[Words], Field(max_length=50)]


class AssignDeed(Given):
    """Give it to a person (a number, `me`, null for nobody) and a group; `same` leaves it."""

    do: Literal["assign"]
    to: Number | Literal["me", "same"] | None = "same"
    group: Number | Literal["same"] | None = "same"


class StatusDeed(Given):
    """Give it a status; `custom` is this house's own word within it."""

    do: Literal["status"]
    to: Literal["open", "pending", "on_hold", "solved", "closed"]
    custom: Number | None = None


class PriorityDeed(Given):
    """1 is low, 4 is urgent."""

    do: Literal["priority"]
    to: Annotated[int, Field(ge=1, le=4)]


class TagDeed(Given):
    """Add tags and take others off."""

    do: Literal["tag"]
    add: Names = []
    remove: Names = []


class TypeDeed(Given):
    """Say what kind of matter it is."""

    do: Literal["type"]
    to: Literal["question", "incident", "problem", "task"]


class FieldDeed(Given):
    """Fill in one field of this house."""

    do: Literal["field"]
    key: Annotated[Words, Field(max_length=60)]
    to: Any


class ChoiceDeed(Given):
    """Say why the customer came, how it ended, or which fields it has, by number."""

    do: Literal["reason", "resolution", "form"]
    to: Number


class SnoozeDeed(Given):
    """Let it rest for so many days."""

    do: Literal["snooze"]
    days: Days


class PromiseDeed(Given):
    """Note a promise to be kept within so many days."""

    do: Literal["promise"]
    words: Annotated[Words, Field(min_length=1)]
    days: Days


class StepsDeed(Given):
    """Put steps onto its checklist."""

    do: Literal["steps"]
    texts: Annotated[list[Words], Field(min_length=1, max_length=50)]


class AnswerDeed(Given):
    """Answer whoever an answer usually goes to, and solve it."""

    do: Literal["answer"]
    html: Annotated[LongWords, Field(min_length=1)]


class MergeDeed(Given):
    """Let it go on in another ticket."""

    do: Literal["merge"]
    into: Number


class PlainDeed(Given):
    """Follow it, put it into spam or into the trash."""

    do: Literal["follow", "spam", "trash"]


class SayDeed(Given):
    """Send a macro's words to whoever an answer usually goes to, or note them; what else the macro
    does are deeds of their own."""

    do: Literal["say"]
    macro: Number


_Deed = (
    AssignDeed
    | StatusDeed
    | PriorityDeed
    | TagDeed
    | TypeDeed
    | FieldDeed
    | ChoiceDeed
    | SnoozeDeed
    | PromiseDeed
    | StepsDeed
    | AnswerDeed
    | MergeDeed
    | PlainDeed
)
GivenDeed = Annotated[_Deed, Field(discriminator="do")]
GivenDeeds = Annotated[list[GivenDeed], Field(max_length=MOST_DEEDS)]
DeedInBulk = Annotated[_Deed | SayDeed, Field(discriminator="do")]
DeedsInBulk = Annotated[list[DeedInBulk], Field(max_length=MOST_DEEDS)]


def deeds_in(given: list[Any]) -> list[Deed]:
    """The deeds as they are done; refuses what cannot be read, such as a tag deed without tags."""
    found = read_all([each.model_dump() for each in given])
    if len(found) < len(given):
        words = _("Some of these deeds cannot be read.")
        errors = [{"detail": words, "pointer": "#/deeds"}]
        raise Declined(422, words, kind="invalid", errors=errors)
    return found


def say_with(given: list[Any], ticket: Ticket, say: Callable[[], Message], *, by: User) -> Message:
    """Say something with the deeds that go along with it, which taking it back undoes; refuses all
    of it where one of them cannot be done."""
    message, done = say_along(ticket, deeds_in(given), say, by=by)
    if done.refusals:
        words = " ".join(_("Not done: %s.") % why for why in done.refusals)
        raise Declined(409, words, kind="deed_not_done")
    return message
