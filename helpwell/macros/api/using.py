"""Taking a macro on a ticket."""

from typing import Any

from ninja import Status

from helpwell.api.door import insist
from helpwell.api.errors import unknown
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Number, Shape
from helpwell.macros import actions
from helpwell.macros.api.router import router
from helpwell.macros.models import Macro
from helpwell.tickets.asking import ticket_to_change


class Choice(Given):
    """The macro that is taken."""

    macro_id: Number


class TakenShape(Shape):
    """What came of it: words to be sent as a reply or note with `deeds`, or what was refused."""

    html: str
    deeds: list[dict[str, Any]]
    refusals: list[str]


@router.post("/tickets/{ticket_id}/macros", response={201: TakenShape}, summary="Take a macro")
def take(request: ProgramRequest, ticket_id: Number, given: Choice) -> Status[dict[str, Any]]:
    """Take a macro on a ticket. One without words is done at once; the words of another are
    answered, filled in, with its deeds, to be sent along with the reply or note.

    One that begins tickets is refused. Takes `tickets.reply` or `tickets.note`, and what each deed
    takes.
    """
    found = ticket_to_change(request.user, ticket_id)
    if not request.user.can("tickets.note"):
        insist(request.user, "tickets.reply")
    usable = Macro.objects.usable_by(request.user).filter(pk=given.macro_id).first()
    if usable is None:
        raise unknown("macro_id")
    use, filled, refusals = actions.choose(usable, found, by=request.user)
    waiting = use.deeds if filled.html else []
    return Status(201, {"html": filled.html, "deeds": waiting, "refusals": refusals})
