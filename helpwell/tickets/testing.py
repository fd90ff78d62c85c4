"""Tickets for tests, made through the real actions."""

from collections.abc import Sequence
from typing import Any

from helpwell.accounts.models import Group, User
from helpwell.core.actors import SYSTEM
from helpwell.customers.models import Customer
from helpwell.customers.testing import make_customer
from helpwell.tickets import actions
from helpwell.tickets.content import Content, Recipient
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.thread import thread_of


def make_ticket(
    *,
    subject: str = "Where is my parcel?",
    text: str = "It should have come on Monday.",
    requester: Customer | None = None,
    group: Group | None = None,
    assignee: User | None = None,
    status: str = "",
    content: Content | None = None,
) -> Ticket:
    """A ticket that a customer's message has opened; whatever is not given is made up."""
    requester = requester or make_customer()
    content = content or Content(text=text)
    message = actions.open(
        requester=requester, subject=subject, content=content, group=group, by=requester
    )
    if assignee:
        actions.assign(message.ticket, to=assignee, group=group, by=SYSTEM)
    if status:
        actions.set_status(message.ticket, to=status, by=SYSTEM)
    return Ticket.objects.get(pk=message.ticket_id)


def to(email: str = "grace@home.example", *, kind: str = "to", name: str = "") -> Recipient:
    """One addressee of an answer."""
    return Recipient(kind=kind, name=name, email=email)  # type: ignore[typeddict-item]


def answer(
    ticket: Ticket, *, by: User, html: str = "<p>It left today.</p>", **more: Any
) -> Message:
    """A public answer to the requester."""
    recipients: Sequence[Recipient] = more.pop("recipients", [to()])
    return actions.reply(ticket, html=html, by=by, recipients=recipients, **more)


def hear(ticket: Ticket, text: str = "Is anybody there?", **more: Any) -> Message:
    """What the requester writes next on their ticket."""
    content = Content(text=text, **more)
    return actions.receive(ticket, customer=ticket.requester, content=content, by=ticket.requester)


def ask(
    ticket: Ticket, *, by: User, html: str = "<p>When do the zips come?</p>", **more: Any
) -> Message:
    """A question to a supplier, in a side talk of its own."""
    recipients: Sequence[Recipient] = more.pop("recipients", [to("orders@mills.example")])
    given = {"subject": "Zips for order 7"} | more
    return actions.open_side_talk(ticket, html=html, by=by, recipients=recipients, **given)


def be_told(message: Message, text: str = "On Friday.", **more: Any) -> Message:
    """What the third party answers to a message of a side talk."""
    sender = Recipient(kind="from", name="Mill & Sons", email="orders@mills.example")
    content = Content(text=text, recipients=[sender], **more)
    assert message.side_talk
    return actions.hear_in_side_talk(message.side_talk, content=content, by=SYSTEM)


def said_on(ticket: Ticket) -> list[str]:
    """What the history of a ticket says, a sentence a line."""
    return [line.text for item in thread_of(ticket).items for line in item.lines]
