"""Answers to customers, for programs, and how they fare on their way."""

from functools import partial
from typing import Annotated, Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Status
from pydantic import Field

from helpwell.api.door import insist, register
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import GivenMoment, Moment, Number, Shape
from helpwell.channels import actions as channels
from helpwell.channels.models import Delivery
from helpwell.channels.queries import answer_recipients
from helpwell.tickets import actions
from helpwell.tickets.asking import Addressed, named, ticket_for, ticket_to_change
from helpwell.tickets.given_deeds import GivenDeeds, say_with
from helpwell.tickets.models import CustomStatus, Message, Ticket
from helpwell.tickets.queries import messages_with_all
from helpwell.tickets.shapes import MessageShape

router = Router(tags=["Messages"])


class NewReply(Addressed):
    """An answer. Without `to`, `cc` and `bcc` it goes to whom an agent would be offered.

    `seen_up_to` is the ticket's `last_public_id` as you read it: a newer message of the customer
    stops the answer. With `send_at` it waits for its time. `deeds` go along with it, all or none.
    """

    then: Literal["open", "pending", "on_hold", "solved"] = "pending"
    custom_status_id: Number | None = None
    seen_up_to: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None
    send_at: GivenMoment | None = None
    only_if_silent: bool = False
    deeds: GivenDeeds = []


class ReceiverShape(Shape):
    """One whom an answer goes to, and how far it has come with them."""

    kind: str
    email: str
    state: str
    answer: str


class DeliveryShape(Shape):
    """An answer on its way."""

    state: str
    due_at: Moment
    error: str
    recipients: list[ReceiverShape]

    @staticmethod
    def resolve_recipients(delivery: Delivery) -> list[Any]:
        return list(delivery.recipients.order_by("pk"))


@router.post(
    "/tickets/{ticket_id}/replies", response={201: MessageShape}, summary="Answer the customer"
)
def reply(request: ProgramRequest, ticket_id: Number, given: NewReply) -> Status[Message]:
    """Answer in public; it leaves a few seconds later, and can be taken back until then, with its
    deeds. Takes `tickets.reply` and what each deed takes."""
    found = ticket_to_change(request.user, ticket_id)
    insist(request.user, "tickets.reply")
    say = partial(_said, found, given, request)
    message = say_with(given.deeds, found, say, by=request.user)
    return Status(201, messages_with_all(Message.objects.filter(pk=message.pk)).get())


@router.get(
    "/tickets/{ticket_id}/replies/{message_id}/delivery",
    response=DeliveryShape,
    summary="How an answer fares",
)
def delivery(request: ProgramRequest, ticket_id: Number, message_id: Number) -> Delivery:
    """What became of an answer, for each whom it goes to."""
    found = ticket_for(request.user, ticket_id)
    return get_object_or_404(Delivery, message=message_id, message__ticket=found)


@router.delete(
    "/tickets/{ticket_id}/replies/{message_id}", response={204: None}, summary="Take an answer back"
)
def take_back(request: ProgramRequest, ticket_id: Number, message_id: Number) -> Status[None]:
    """Take back an answer that has not begun to leave; it becomes your draft."""
    found = ticket_for(request.user, ticket_id)
    insist(request.user, "tickets.reply")
    message = found.messages.filter(pk=message_id, kind=Message.Kind.REPLY).first()
    if message is None:
        raise Http404
    channels.take_back(message, by=request.user)
    return Status(204, None)


def _said(ticket: Ticket, given: NewReply, request: ProgramRequest) -> Message:
    custom = named(CustomStatus, given.custom_status_id, "custom_status_id")
    answer: dict[str, Any] = {
        "html": given.as_html,
        "by": request.user,
        "recipients": given.recipients or answer_recipients(ticket),
        "then": custom.status if custom else given.then,
        "custom": custom,
        "attachment_ids": given.attachment_ids,
        "seen_up_to": given.seen_up_to,
    }
    if given.send_at is None:
        return actions.reply(ticket, **answer)
    silent = given.only_if_silent
    return actions.schedule(ticket, send_at=given.send_at, only_if_silent=silent, **answer)


register(router)
