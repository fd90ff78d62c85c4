"""New tickets, made by programs."""

from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Status
from pydantic import Field, model_validator

from helpwell.accounts.models import Group, User
from helpwell.api.door import insist
from helpwell.api.errors import Declined, unknown
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Number, Words
from helpwell.brands.models import Brand
from helpwell.core.addresses import is_writable
from helpwell.customers import actions as customers
from helpwell.customers import queries as people
from helpwell.customers.models import Customer
from helpwell.tickets import actions
from helpwell.tickets.acquaintances import insist_on_acquaintance
from helpwell.tickets.api.listing import Kind, Priority
from helpwell.tickets.api.router import router
from helpwell.tickets.asking import Addressee, Written, named
from helpwell.tickets.content import Content, Recipient
from helpwell.tickets.errors import NotAnAddress
from helpwell.tickets.models import Message, TicketForm
from helpwell.tickets.people import address_of
from helpwell.tickets.shapes import PRIORITIES, TicketShape, shape_of

TAGS = ["Tickets"]
NUMBERS = {word: number for number, word in PRIORITIES.items()}


class NewTicket(Written):
    """A ticket to be made. Whose it is: `requester_id`, or `requester` with an address.

    `as`: `record` (a note of ours, nothing is sent), `mail` (the first answer, which is sent), or
    `received` (what the customer said elsewhere, as theirs).
    """

    subject: Words = ""
    written_as: Annotated[str, Field(alias="as", pattern="^(record|mail|received)$")] = "record"
    requester_id: Number | None = None
    requester: Addressee | None = None
    brand_id: Number | None = None
    assignee_id: Number | None = None
    group_id: Number | None = None
    form_id: Number | None = None
    type: Kind | None = None
    priority: Priority = "normal"
    tags: Annotated[list[Words], Field(max_length=50)] = []
    values: dict[str, Any] = {}

    @model_validator(mode="after")
    def somebody(self) -> "NewTicket":
        """Refuse a ticket of nobody, and of two."""
        if (self.requester_id is None) == (self.requester is None):
            raise ValueError("send either requester_id or requester")
        return self


@router.post("/tickets", response={201: TicketShape}, tags=TAGS, summary="Make a ticket")
def make_ticket(request: ProgramRequest, given: NewTicket) -> Status[TicketShape]:
    """Make a ticket: of a record, of a mail to the customer, or of what the customer said.

    Takes `tickets.note` for a record, otherwise `tickets.reply`; and what setting so on a ticket
    takes: `tickets.assign` for a group or somebody else, `tickets.set_fields` for type, form, brand
    and values, `tickets.prioritise`, `tickets.tag`. Whoever has not `customers.read` reaches by
    `requester` only whom they have met on a ticket (409). Of whoever may set fields, a record or a
    mail has all fields that a new ticket needs (409, `incomplete_new`); what a customer said is
    taken as it is.
    """
    insist(request.user, "tickets.note" if given.written_as == "record" else "tickets.reply")
    message = _made(given, request.user)
    return Status(201, shape_of(message.ticket_id))


def _made(given: NewTicket, user: User) -> Message:
    outline = _outline(given, user)
    for needed in outline.needs(user):
        insist(user, needed)
    if given.written_as == "record":
        return actions.begin_with_record(outline, html=given.as_html, by=user)
    if given.written_as == "mail":
        recipients = _first_recipients(outline.requester, given)
        return actions.begin_with_mail(outline, html=given.as_html, recipients=recipients, by=user)
    return _received(given, outline, user)


def _outline(given: NewTicket, user: User) -> actions.Outline:
    return actions.Outline(
        requester=_requester(given, user),
        subject=given.subject,
        brand=named(Brand, given.brand_id, "brand_id"),
        assignee=named(User, given.assignee_id, "assignee_id"),
        group=named(Group, given.group_id, "group_id"),
        form=named(TicketForm, given.form_id, "form_id"),
        type=given.type or "",
        priority=NUMBERS[given.priority],
        tags=given.tags,
        values=given.values,
    )


def _received(given: NewTicket, outline: actions.Outline, user: User) -> Message:
    """What a customer said elsewhere: their first message, and then all that is said of it."""
    if given.text is None or not given.text.strip():
        words = _("What a customer said is sent as text.")
        raise Declined(422, words, errors=[{"detail": words, "pointer": "#/text"}])
    message = actions.open(
        requester=outline.requester,
        subject=outline.subject,
        content=Content(text=given.text),
        group=outline.group,
        brand=outline.brand,
        by=user,
    )
    ticket = message.ticket
    actions.set_type(ticket, to=outline.type, by=user)
    actions.set_form(ticket, to=outline.form, by=user)
    actions.set_values(ticket, outline.values, by=user)
    actions.prioritise(ticket, to=outline.priority, by=user)
    actions.tag(ticket, add=outline.tags, by=user)
    actions.assign(ticket, to=outline.assignee, group=outline.group, by=user)
    return message


def _requester(given: NewTicket, user: User) -> Customer:
    if given.requester is None:
        found = people.visible_to(user).filter(pk=given.requester_id or 0).first()
        if found is None:
            raise unknown("requester_id")
        return found
    if not is_writable(given.requester.email):
        raise NotAnAddress(given.requester.email[:100])
    who = given.requester
    if not user.is_app:  # the answer names nobody, and an app sees no pages
        insist_on_acquaintance(user, email=who.email)
    return customers.recognise(email=who.email, name=who.name, by=user)


def _first_recipients(requester: Customer, given: NewTicket) -> list[Recipient]:
    email = given.requester.email if given.requester else address_of(requester)
    if not email:
        words = _("This customer has no address. Send `requester` with one.")
        raise Declined(422, words, errors=[{"detail": words, "pointer": "#/requester_id"}])
    return [Recipient(kind="to", name=requester.name, email=email)]
