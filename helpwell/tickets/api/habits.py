"""How this house deals with its tickets, and what mail on finished ones does."""

from typing import Annotated, Any, Literal

from pydantic import Field

from helpwell.api.door import insist
from helpwell.api.matching import refuse_outdated
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, LongWords, Shape
from helpwell.fields.actions import renewing
from helpwell.tickets import actions
from helpwell.tickets.api.router import router
from helpwell.tickets.api.settings import TAGS
from helpwell.tickets.habits import LONGEST_DAYS, LONGEST_REMINDER, habits
from helpwell.tickets.models import Habits, ReopenPolicy
from helpwell.tickets.permissions import ARRANGE
from helpwell.tickets.reopening import policy_for

Days = Annotated[int, Field(ge=1, le=LONGEST_DAYS)]
Channel = Literal["email"]
CAN_BE_NULL = {"nudge_after_days", "solve_after_days", "close_after_days", "within_days"}


class HabitsShape(Shape):
    """How this house deals with its tickets; null days: never."""

    assigns_on_reply: bool
    gives_back_when_away: bool
    asks_for_tags: bool
    asks_for_reason: bool
    tracks_time: bool
    nudge_after_days: int | None
    nudge_words: str
    solve_after_days: int | None
    close_after_days: int | None
    keep_trash_days: int


class HabitsChanges(Given):
    """What is to be different; what is not sent stays, and null days switch a habit off."""

    assigns_on_reply: bool | None = None
    gives_back_when_away: bool | None = None
    asks_for_tags: bool | None = None
    asks_for_reason: bool | None = None
    tracks_time: bool | None = None
    nudge_after_days: Days | None = None
    nudge_words: Annotated[LongWords, Field(max_length=LONGEST_REMINDER)] | None = None
    solve_after_days: Days | None = None
    close_after_days: Days | None = None
    keep_trash_days: Days | None = None


class ReopeningShape(Shape):
    """What a customer's message on a finished ticket does: within days after it was solved (null:
    always), and later or once it is closed."""

    channel: str
    within_days: int | None
    then: str
    later: str


class ReopeningChanges(Given):
    """What is to be different; what is not sent stays."""

    within_days: Days | None = None
    then: Literal["reopen", "follow_up", "new"] | None = None
    later: Literal["follow_up", "new"] | None = None


@router.get("/habits", response=HabitsShape, tags=TAGS, summary="Habits")
def house_habits(request: ProgramRequest) -> Habits:
    """How this house deals with its tickets."""
    return habits()


@router.patch("/habits", response=HabitsShape, tags=TAGS, summary="Change habits")
def change_habits(request: ProgramRequest, given: HabitsChanges) -> Habits:
    """Change what is sent, all of it or nothing. Takes `tickets.arrange`."""
    insist(request.user, ARRANGE)
    with renewing():
        refuse_outdated(request, HabitsShape.from_orm(habits()))
        actions.set_habits(by=request.user, **_sent(given))
    return habits()


@router.get(
    "/reopening/{channel}", response=ReopeningShape, tags=TAGS, summary="Mail on finished tickets"
)
def reopening(request: ProgramRequest, channel: Channel) -> ReopenPolicy:
    """What a customer's message on a finished ticket does."""
    return policy_for(channel)


@router.patch(
    "/reopening/{channel}", response=ReopeningShape, tags=TAGS, summary="Change what it does"
)
def change_reopening(
    request: ProgramRequest, channel: Channel, given: ReopeningChanges
) -> ReopenPolicy:
    """Change what is sent, all of it or nothing. Takes `tickets.arrange`."""
    insist(request.user, ARRANGE)
    with renewing():
        refuse_outdated(request, ReopeningShape.from_orm(policy_for(channel)))
        actions.set_reopening(channel, by=request.user, **_sent(given))
    return policy_for(channel)


def _sent(given: Given) -> dict[str, Any]:
    """What was sent, and null where that means never or always."""
    return given.sent() | dict.fromkeys(
        name for name in given.model_fields_set & CAN_BE_NULL if getattr(given, name) is None
    )
