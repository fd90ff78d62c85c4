"""Changing what a ticket says of itself: several things in one request, all of them or none."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field

from helpwell.accounts.models import Group, User
from helpwell.api.door import insist
from helpwell.api.errors import unknown
from helpwell.api.matching import refuse_outdated
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Number, Words
from helpwell.brands.models import Brand
from helpwell.customers.models import Customer
from helpwell.customers.queries import visible_to as customers_visible_to
from helpwell.tickets import actions
from helpwell.tickets.api.listing import Kind, Priority
from helpwell.tickets.api.opening import NUMBERS
from helpwell.tickets.api.router import router
from helpwell.tickets.asking import named, ticket_to_change
from helpwell.tickets.models import ContactReason, CustomStatus, Resolution, Ticket, TicketForm
from helpwell.tickets.shapes import TicketShape, shape_of

TAGS = ["Tickets"]
Change = Callable[[Ticket, "TicketChanges", User], object]


class TicketChanges(Given):
    """What is to be different; what is not sent stays. `tags` are all tags, `values` only some."""

    status: Literal["open", "pending", "on_hold", "solved", "closed"] | None = None
    custom_status_id: Number | None = None
    priority: Priority | None = None
    type: Kind | Literal[""] | None = None
    assignee_id: Number | None = None
    group_id: Number | None = None
    brand_id: Number | None = None
    form_id: Number | None = None
    reason_id: Number | None = None
    resolution_id: Number | None = None
    requester_id: Number | None = None
    tags: Annotated[list[Words], Field(max_length=200)] | None = None
    values: dict[str, Any] | None = None


@router.patch("/tickets/{ticket_id}", response=TicketShape, tags=TAGS, summary="Change a ticket")
def change(request: ProgramRequest, ticket_id: Number, given: TicketChanges) -> TicketShape:
    """Change what is sent, all of it or nothing; fields before the status, so that a ticket can be
    solved with what solving needs.

    Takes the capability of each change: `tickets.set_status`, `tickets.prioritise`,
    `tickets.assign`, `tickets.tag`, `tickets.set_fields`; for the requester `tickets.reply`.
    """
    ticket = ticket_to_change(request.user, ticket_id)
    refuse_outdated(request, shape_of(ticket.pk))
    sent = given.model_fields_set
    for members, capability, deed in CHANGES:
        if members & sent:
            insist(request.user, capability)
            deed(ticket, given, request.user)
    return shape_of(ticket.pk)


def _assign(ticket: Ticket, given: TicketChanges, by: User) -> None:
    sent = given.model_fields_set
    to, group = given.assignee_id, given.group_id
    actions.assign(
        ticket,
        to=named(User, to if "assignee_id" in sent else ticket.assignee_id, "assignee_id"),
        group=named(Group, group if "group_id" in sent else ticket.group_id, "group_id"),
        by=by,
    )


def _tag(ticket: Ticket, given: TicketChanges, by: User) -> None:
    wanted = given.tags or []
    kept = {actions.tag_name(name) for name in wanted}
    gone = set(ticket.tags.values_list("name", flat=True)) - kept
    actions.tag(ticket, add=wanted, remove=gone, by=by)


def _set_status(ticket: Ticket, given: TicketChanges, by: User) -> None:
    custom = named(CustomStatus, given.custom_status_id, "custom_status_id")
    to = given.status or (custom.status if custom else ticket.status)
    actions.set_status(ticket, to=to, custom=custom, by=by)


def _make_requester(ticket: Ticket, given: TicketChanges, by: User) -> None:
    number = given.requester_id
    customer: Customer | None = customers_visible_to(by).filter(pk=number or 0).first()
    if customer is None:
        raise unknown("requester_id")
    actions.make_requester(ticket, customer=customer, by=by)


def _set(name: str, model: type[Any], action: Callable[..., object]) -> Change:
    """The change of one choice among rows."""

    def change_one(ticket: Ticket, given: TicketChanges, by: User) -> None:
        action(ticket, to=named(model, getattr(given, name), name), by=by)

    return change_one


FIELDS = "tickets.set_fields"
CHANGES: tuple[tuple[set[str], str, Change], ...] = (
    ({"type"}, FIELDS, lambda ticket, given, by: actions.set_type(
        ticket, to=given.type or "", by=by)),
    ({"form_id"}, FIELDS, _set("form_id", TicketForm, actions.set_form)),
    ({"values"}, FIELDS, lambda ticket, given, by: actions.set_values(
        ticket, given.values or {}, by=by)),
    ({"reason_id"}, FIELDS, _set("reason_id", ContactReason, actions.set_reason)),
    ({"resolution_id"}, FIELDS, _set("resolution_id", Resolution, actions.set_resolution)),
    ({"brand_id"}, FIELDS, _set("brand_id", Brand, actions.set_brand)),
    ({"requester_id"}, "tickets.reply", _make_requester),
    ({"priority"}, "tickets.prioritise", lambda ticket, given, by: actions.prioritise(
        ticket, to=NUMBERS[given.priority or "normal"], by=by)),
    ({"tags"}, "tickets.tag", _tag),
    ({"assignee_id", "group_id"}, "tickets.assign", _assign),
    ({"status", "custom_status_id"}, "tickets.set_status", _set_status),
)  # fmt: skip
