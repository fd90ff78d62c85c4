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
