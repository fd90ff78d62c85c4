"""A new ticket of a mail: whose it is, and what it begins with."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.channels.contents import bounded, content_of_mail, ways_in
from helpwell.channels.mail.incoming import Address, Incoming
from helpwell.channels.mail.words import FORWARD_SUBJECT
from helpwell.channels.models import Envelope
from helpwell.channels.recipients import bare
from helpwell.channels.rules import Decision
from helpwell.channels.standing import Standing
from helpwell.channels.threading import Finding
from helpwell.core.actors import SYSTEM
from helpwell.core.html import from_text
from helpwell.customers.actions import recognise
from helpwell.tickets import actions as tickets
from helpwell.tickets.content import Content, Recipient
from helpwell.tickets.models import Message, Ticket

NOBODY = Address("", "unknown-sender@unknown.invalid")


@dataclass(frozen=True)
class Writer:
    """Whose matter a mail is, and how that is known: by its sender, its form or its forward."""

    address: Address
    by: str = "new"

    @property
    def is_passed_on(self) -> bool:
        return self.by == "forward"


def writer_of(incoming: Incoming, standing: Standing) -> Writer | None:
    """Who is the requester of a new ticket; nobody if only our own address would be.

    What a proven colleague passes on is its first sender's. From our own address comes what a
    contact form was filled in with, for whom Reply-To names.
    """
    is_one_of_us = (standing.agent or standing.is_ours) and not standing.is_forged
    if is_one_of_us and (first := _first_sender(incoming, standing)):
        return Writer(first, "forward")
    if not standing.is_ours:
        sender = Address(incoming.from_name, incoming.from_email)
        return Writer(sender if sender.email else NOBODY)
    asked = (each for each in incoming.reply_to if _is_outside(each, standing))
    return next((Writer(each, "form") for each in asked), None)


def open_ticket(
    envelope: Envelope,
    incoming: Incoming,
    *,
    writer: Writer,
    standing: Standing,
    decision: Decision,
    found: Finding,
) -> Message:
    """Open a ticket of a mail as the rules have decided; `message.ticket` is the ticket."""
    customer = recognise(email=writer.address.email, name=writer.address.name, by=SYSTEM)
    message = tickets.open(
        requester=customer,
        subject=_subject(incoming, writer),
        content=_content(envelope, incoming, writer, standing),
        group=decision.group or envelope.inbox.group,
        brand=envelope.inbox.brand,
        status=Ticket.Status.SPAM if decision.spam else Ticket.Status.NEW,
        continues=found.closed,
        replaces=found.finished,
        by=customer,
    )
    if decision.tags:
        tickets.tag(message.ticket, add=decision.tags, by=SYSTEM)
    if writer.is_passed_on:
        _note_who_passed_on(envelope, incoming, message, standing.agent)
    return message


def _first_sender(incoming: Incoming, standing: Standing) -> Address | None:
    """Who wrote the message that a mail passes on, if it is somebody outside."""
    forward = incoming.forward
    return forward.sender if forward and _is_outside(forward.sender, standing) else None


def _is_outside(address: Address, standing: Standing) -> bool:
    return "@" in address.email and bare(address.email) not in standing.ours


def _subject(incoming: Incoming, writer: Writer) -> str:
    mark = FORWARD_SUBJECT.match(incoming.subject) if writer.is_passed_on else None
    return incoming.subject[mark.end() :].strip() if mark else incoming.subject


def _content(envelope: Envelope, incoming: Incoming, writer: Writer, standing: Standing) -> Content:
    content = content_of_mail(incoming)
    ways = ways_in(envelope, incoming)
    if not writer.is_passed_on or incoming.forward is None:
        hint = _hint(incoming, standing) if standing.colleague else []
        return replace(content, recipients=content.recipients + ways + hint)
    wrote = Recipient(kind="from", name=writer.address.name, email=writer.address.email)
    return replace(
        content,
        text=incoming.forward.text,
        html="",
        quoted="" if _may_note(standing.agent) else bounded(_comment(incoming)),
        full_html=content.full_html or content.html,
        recipients=[wrote, *ways],
    )


def _hint(incoming: Incoming, standing: Standing) -> list[Recipient]:
    """Who first wrote what comes in under a colleague's name, unproven: an agent may decide."""
    first = _first_sender(incoming, standing)
    return [Recipient(kind="forwarded", name=first.name, email=first.email)] if first else []


def _note_who_passed_on(
    envelope: Envelope, incoming: Incoming, message: Message, agent: User | None
) -> None:
    """Say who passed it on, and keep what they wrote above it as their note.

    Of whoever may not write notes it stands folded under what was passed on.
    """
    who = agent.name if agent else incoming.from_email
    words, comment = _("Passed on by %s"), _comment(incoming)
    if agent and comment and _may_note(agent):
        tickets.note(message.ticket, html=from_text(comment), by=agent)
    elif comment:
        words = _("Passed on by %s. What they wrote above it is folded under it.")
    envelope.decision = (words % who)[:300]


def _comment(incoming: Incoming) -> str:
    """What somebody wrote above what they pass on."""
    comment = incoming.visible_text.strip()
    forwarded = incoming.forward.text.strip()[:200] if incoming.forward else ""
    return "" if forwarded and forwarded in comment else comment


def _may_note(agent: User | None) -> bool:
    return agent is not None and agent.can("tickets.note")
