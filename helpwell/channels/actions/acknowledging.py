"""The automatic acknowledgement of a new ticket, sparingly and with manners (RFC 3834)."""

from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.manners import why_silent
from helpwell.channels.models import Envelope
from helpwell.channels.restraint import has_had_enough, is_closed_to_us
from helpwell.channels.standing import Standing
from helpwell.core.actors import SYSTEM
from helpwell.customers.actions import normalised
from helpwell.tickets import actions as tickets
from helpwell.tickets import content
from helpwell.tickets.models import Message


def acknowledge(
    message: Message, incoming: Incoming, envelope: Envelope, standing: Standing
) -> None:
    """Tell whoever opened a ticket that their mail came, where its inbox wants that.

    One a ticket, and `MOST_A_SENDER` a day for a sender: a robot without any marks that answers
    everything falls silent with us.
    """
    words = envelope.inbox.acknowledgement.strip()
    if (
        not words
        or not _opened_theirs(message, incoming)
        or _is_unwelcome(incoming, envelope, standing)
    ):
        return
    if has_had_enough(incoming.from_email):
        return
    name = incoming.from_name if standing.is_proven else ""
    sender = content.Recipient(kind="to", name=name, email=incoming.from_email)
    tickets.acknowledge(
        message.ticket,
        text=words.replace("{number}", str(message.ticket_id)),
        recipients=[sender],
        by=SYSTEM,
    )


def _opened_theirs(message: Message, incoming: Incoming) -> bool:
    """Whether a mail has opened its sender's own ticket; a colleague who forwards has none."""
    ticket = message.ticket
    theirs = ticket.requester.identities.filter(value=normalised(incoming.from_email))
    return ticket.message_count == 1 and not ticket.is_spam and theirs.exists()


def _is_unwelcome(incoming: Incoming, envelope: Envelope, standing: Standing) -> bool:
    """Whether manners, or doubts about the sender, keep us silent."""
    silent = why_silent(
        incoming,
        ours=standing.ours,
        came_by=envelope.envelope_to,
        came_from=envelope.envelope_from if envelope.envelope_to else None,
    )
    return bool(silent) or standing.is_forged or is_closed_to_us(incoming.from_email)
