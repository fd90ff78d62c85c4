"""Where a mail belongs: one step after the other, the first that knows it decides."""

from django.utils.translation import gettext as _

from helpwell.channels import repeats, rules, threading
from helpwell.channels.actions import side_talks
from helpwell.channels.actions.acknowledging import acknowledge
from helpwell.channels.actions.adding import add
from helpwell.channels.actions.blocking import note_stopped
from helpwell.channels.actions.opening import open_ticket, writer_of
from helpwell.channels.actions.reporting import note_report
from helpwell.channels.evidence import is_final, is_report
from helpwell.channels.mail.fingerprint import fingerprint_of
from helpwell.channels.mail.incoming import Incoming
from helpwell.channels.models import Envelope
from helpwell.channels.rulebook import Rulebook
from helpwell.channels.standing import Standing, standing_of
from helpwell.channels.surroundings import Surroundings, id_of
from helpwell.core.actors import SYSTEM
from helpwell.customers.actions import hear_from
from helpwell.live.actions import tell
from helpwell.tickets.models import Message


def place(envelope: Envelope, incoming: Incoming, around: Surroundings) -> Message | None:
    """Put a mail where it belongs and note on its envelope why; nothing if it was set aside."""
    standing = standing_of(incoming, envelope.inbox, around)
    _describe(envelope, incoming, standing)
    message = _put(envelope, incoming, standing, around)
    if message and standing.colleague and not standing.agent and not envelope.decision:
        words = _("It bears the address of %s, but nothing proves that they wrote it.")
        envelope.decision = (words % standing.colleague)[:300]
    return message


def _put(
    envelope: Envelope, incoming: Incoming, standing: Standing, around: Surroundings
) -> Message | None:
    """The steps, each of which may know where it belongs."""
    before = repeats.said_before(envelope) if standing.is_repeated else None
    if message := before or repeats.our_own(incoming, standing):
        return _placed(envelope, message, by="repeat")
    if is_report(incoming) and not envelope.decision:
        return _reported(envelope, incoming, standing)
    _note_that_it_works(incoming, standing)
    if message := side_talks.hear(envelope, incoming, standing):
        return _placed(envelope, message, by="side talk")
    found = threading.find(incoming, envelope_to=envelope.envelope_to, standing=standing)
    if found.thread:
        message = add(envelope, incoming, thread=found.thread, standing=standing)
        return _placed(envelope, message, by=found.thread.by)
    return _as_new(envelope, incoming, standing, found=found, book=around.rulebook)


def _describe(envelope: Envelope, incoming: Incoming, standing: Standing) -> None:
    envelope.message_id_header = id_of(incoming)
    envelope.fingerprint = fingerprint_of(incoming)
    envelope.authentication = standing.verdict
    envelope.error = ""


def _reported(envelope: Envelope, incoming: Incoming, standing: Standing) -> Message | None:
    """A report stands on the answer it is about; what came back from a side talk is told there.
    One about mail of somebody else opens no ticket, unless a person wants it to."""
    message = note_report(envelope, incoming)
    if message and message.side_talk_id and is_final(incoming):
        message = side_talks.hear(envelope, incoming, standing) or message
    if message:
        return _placed(envelope, message, by="report")
    envelope.decision = _("A report about mail that is not ours")
    envelope.state = Envelope.State.DROPPED
    tell("mail-health")
    return None


def _note_that_it_works(incoming: Incoming, standing: Standing) -> None:
    """A person's mail shows that their address works, unless somebody else may have sent it."""
    if standing.is_troubled and not incoming.is_autoreply and not standing.is_forged:
        hear_from(incoming.from_email, by=SYSTEM)


def _as_new(
    envelope: Envelope,
    incoming: Incoming,
    standing: Standing,
    *,
    found: threading.Finding,
    book: Rulebook,
) -> Message | None:
    """A mail that belongs to no ticket: a new one, unless a rule or its sender forbids that."""
    decision = rules.decision_on(envelope, incoming, book)
    envelope.decision = (decision.words or envelope.decision)[:300]
    if decision.drop:
        envelope.state = Envelope.State.DROPPED
        return None
    writer = writer_of(incoming, standing)
    if writer is None:
        _keep_from_customers(envelope, incoming)
        return None
    message = open_ticket(
        envelope, incoming, writer=writer, standing=standing, decision=decision, found=found
    )
    if decision.block:
        note_stopped(decision.block)
    acknowledge(message, incoming, envelope, standing)
    return _placed(envelope, message, by=writer.by)


def _keep_from_customers(envelope: Envelope, incoming: Incoming) -> None:
    """Our own address is never a customer: a person looks at its mail, a machine's is put aside."""
    words = _("It comes from our own address %s, and nothing shows which ticket it is about.")
    envelope.decision = (words % incoming.from_email)[:300]
    envelope.error = envelope.decision
    is_machines = incoming.is_autoreply or incoming.is_bulk or incoming.is_bounce
    envelope.state = Envelope.State.DROPPED if is_machines else Envelope.State.PARKED
    tell("mail-health")


def _placed(envelope: Envelope, message: Message, *, by: str) -> Message:
    envelope.state, envelope.message, envelope.threaded_by = Envelope.State.DONE, message, by
    return message
