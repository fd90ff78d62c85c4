"""A mail onto the ticket it belongs to."""

from dataclasses import replace

from django.utils.translation import gettext as _

from helpwell.channels.contents import COPIED, content_of_mail, naming_strangers, ways_in
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.models import Envelope
from helpwell.channels.participants import addresses_of, participants_of
from helpwell.channels.recipients import bare
from helpwell.channels.standing import Standing
from helpwell.channels.threading import Thread
from helpwell.core.actors import SYSTEM
from helpwell.customers.actions import recognise
from helpwell.tickets import actions as tickets
from helpwell.tickets.content import Content
from helpwell.tickets.models import Message

NOBODY = "unknown-sender@unknown.invalid"


def add(envelope: Envelope, incoming: Incoming, *, thread: Thread, standing: Standing) -> Message:
    """Add a mail to its ticket; one from our own address is kept as a note."""
    content = content_of_mail(incoming)
    if standing.is_ours:
        if not standing.is_proven:
            words = _("It bears our own address %s, but nothing proves that one of us wrote it.")
            envelope.decision = (words % incoming.from_email)[:300]
        return tickets.overhear(thread.ticket, content=content, by=SYSTEM)
    let_in = _let_in(content, thread, standing, incoming)
    people = let_in.recipients + ways_in(envelope, incoming)
    customer = recognise(email=incoming.from_email or NOBODY, name=incoming.from_name, by=SYSTEM)
    return tickets.receive(
        thread.ticket, customer=customer, content=replace(content, recipients=people), by=customer
    )


def _let_in(content: Content, thread: Thread, standing: Standing, incoming: Incoming) -> Content:
    """The content; whom an unproven mail newly names is shown, and gets no answer by itself.

    Else whoever writes under a customer's name could have the rest of the talk sent to them.
    """
    others = [r for r in content.recipients if r["kind"] in COPIED]
    if standing.is_proven or all(bare(r["email"]) in standing.ours for r in others):
        return content
    known = participants_of(thread.ticket)
    if _may_invite(thread, standing, incoming, known):
        return content
    return naming_strangers(content, known | standing.ours)


def _may_invite(
    thread: Thread, standing: Standing, incoming: Incoming, participants: set[str]
) -> bool:
    """Whether somebody unproven may bring others in: who takes part and has had our mail."""
    if standing.is_forged or not thread.is_signed:
        return False
    if bare(incoming.from_email) in participants:
        return True
    return bool(addresses_of(incoming.from_email) & participants)
