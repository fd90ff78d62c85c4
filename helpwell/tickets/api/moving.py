"""Taking changes back, and putting messages where they belong."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Status

from helpwell.api.door import insist
from helpwell.api.errors import unknown
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Number, Shape
from helpwell.tickets import actions
from helpwell.tickets.api.router import router
from helpwell.tickets.asking import ticket_to_join
from helpwell.tickets.destinations import open_to
from helpwell.tickets.errors import NotUndone
from helpwell.tickets.models import Message
from helpwell.tickets.taking_back import as_told, known_change, needed_for

REPLY = "tickets.reply"


class Destination(Given):
    """The ticket that a message belongs to; null makes one of its own of it."""

    ticket_id: Number | None


class MovedShape(Shape):
    """Where a message is now; `change_id` is the move in the history of the ticket it left."""

    message_id: int
    ticket_id: int
    change_id: int


@router.post(
    "/tickets/{ticket_id}/history/{change_id}/undo",
    response={204: None},
    tags=["Tickets"],
    summary="Take a change back",
)
def undo(request: ProgramRequest, ticket_id: Number, change_id: Number) -> Status[None]:
    """Take back what a line of the history tells, if what it set still stands; that is a line of
    its own. Takes what changing it so takes, now, and seeing every ticket it reaches.
    """
    found = ticket_to_join(request.user, ticket_id)
    change = known_change(request.user, found, change_id)
    if change is None:
        raise Http404
    if not (needed := needed_for(change)):
        raise NotUndone
    insist(request.user, needed)
    actions.undo(found, as_told(change), by=request.user)
    return Status(204, None)


@router.post(
    "/tickets/{ticket_id}/messages/{message_id}/moves",
    response={201: MovedShape},
    tags=["Messages"],
    summary="Move a message",
)
def move(
    request: ProgramRequest, ticket_id: Number, message_id: Number, given: Destination
) -> Status[MovedShape]:
    """Put a message onto another ticket, or make a ticket of its own of what a customer wrote.

    Takes `tickets.reply`. The other ticket is one that you see and that takes messages: not closed,
    in spam, in the trash or merged (422). What is said in a side talk, and an answer that may not
    have left yet, stays (409). A ticket of its own is made only of what a customer wrote, and not
    of the only message (409, `not_movable`): it is that customer's, in the same group and brand,
    and whoever made it may take that back though they do not see it. A ticket that is left with
    nothing said on it is closed.
    """
    found = ticket_to_join(request.user, ticket_id)
    insist(request.user, REPLY)
    message = get_object_or_404(
        Message.objects.select_related("ticket"), pk=message_id, ticket=found
    )
    if given.ticket_id is None:
        change = actions.split_off(message, by=request.user)
    else:
        to = open_to(request.user).filter(pk=given.ticket_id).first()
        if to is None:
            raise unknown("ticket_id")
        change = actions.move_message(message, to=to, by=request.user)
    message.refresh_from_db(fields=["ticket"])
    return Status(
        201, MovedShape(message_id=message.pk, ticket_id=message.ticket_id, change_id=change)
    )
