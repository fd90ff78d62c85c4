"""Reports of mail systems and readers: noted on the answer they are about (RFC 3464, 5965, 8098).

What is proven by something that only we can have signed changes the state of recipients and
addresses. A report that only names somebody whom we have just written to is shown, and brings the
ticket back to an agent, but nothing is marked by it: anybody could have written it. A report about
mail that is not ours, as comes in when somebody forges our address, opens no ticket: it is set
aside where people see it.
"""

from django.utils.translation import gettext as _

from helpwell.channels.actions.outcomes import note_delayed, note_reported
from helpwell.channels.evidence import Evidence, evidence_in
from helpwell.channels.mail.incoming import Bounce, Failure, FeedbackReport, Incoming, Receipt
from helpwell.channels.models import Envelope, Recipient
from helpwell.channels.reasons import in_words
from helpwell.core.actors import SYSTEM
from helpwell.customers.actions import mark_opted_out, mark_undeliverable
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Message, Ticket

ARRIVED = ("delivered", "displayed", "deleted", "processed", "dispatched")


def note_report(envelope: Envelope, incoming: Incoming) -> Message | None:
    """Note what a report says of an answer; that answer, or nothing for mail that is not ours."""
    evidence = evidence_in(envelope, incoming)
    if evidence is None or evidence.delivery.message is None:
        return None
    message = evidence.delivery.message
    if incoming.bounce:
        _note_bounce(evidence, incoming.bounce, message)
    if incoming.receipt and evidence.is_proven:
        _note_receipt(evidence, incoming.receipt)
    if incoming.feedback and evidence.is_proven:
        _note_complaint(evidence, incoming.feedback, message)
    return message


def _note_bounce(evidence: Evidence, bounce: Bounce, message: Message) -> None:
    """Each address by what became of it; a delay changes no status, a return brings it back."""
    failures = bounce.failures or [
        Failure(address, status=bounce.status, hard=bounce.hard) for address in bounce.recipients
    ]
    delayed = [failure for failure in failures if failure.action == "delayed"]
    returned = [failure for failure in failures if failure not in delayed]
    for failure in delayed if evidence.is_proven else ():
        note_delayed(evidence.delivery, emails=[failure.recipient], said=in_words(failure))
    if returned and evidence.is_proven:
        _note_returned(evidence, returned, message)
    elif returned:
        _note_hearsay(message)


def _note_returned(evidence: Evidence, failures: list[Failure], message: Message) -> None:
    changed, written_to = 0, _written_to(evidence)
    for failure in failures:
        words, delivery = in_words(failure), evidence.delivery
        changed += note_reported(
            delivery, emails=[failure.recipient], to=Recipient.State.BOUNCED, said=words
        )
        if failure.hard and failure.recipient.lower() in written_to:
            mark_undeliverable(failure.recipient, why=words, by=SYSTEM)
    if changed and not message.side_talk_id:
        tickets.note_return(message, is_proven=True, by=SYSTEM)
        _bring_back(message, evidence)


def _note_hearsay(message: Message) -> None:
    """A report without proof: said once in the history, and somebody shall look."""
    told = Envelope.objects.filter(message=message, threaded_by="report")
    if not told.exists() and not message.side_talk_id:
        tickets.note_return(message, is_proven=False, by=SYSTEM)
        _make_ours(message)


def _bring_back(message: Message, evidence: Evidence) -> None:
    """Make it our turn where somebody the answer was written to has not got it; a copy is not
    missed, and for an acknowledgement nobody has to do anything."""
    missing = evidence.delivery.recipients.filter(state=Recipient.State.BOUNCED, kind="to")
    if missing.exists():
        _make_ours(message)


def _make_ours(message: Message) -> None:
    if not message.is_automatic and message.ticket.status != Ticket.Status.CLOSED:
        tickets.make_ours(message.ticket, by=SYSTEM)


def _note_receipt(evidence: Evidence, receipt: Receipt) -> None:
    """That a mail arrived or was read; one passed on to a system that reports nothing is not."""
    if receipt.kind in ARRIVED:
        words = _("Opened.") if receipt.kind == "displayed" else ""
        note_reported(
            evidence.delivery,
            emails=receipt.recipients,
            to=Recipient.State.DELIVERED,
            said=words,
        )


def _note_complaint(evidence: Evidence, report: FeedbackReport, message: Message) -> None:
    """Who complained, which their provider may hide: then the one person we wrote to."""
    if not report.is_complaint:
        return
    people = _written_to(evidence)
    named = {report.complainant.lower()} if report.complainant else people
    for address in named & people if len(named) == 1 else ():
        mark_opted_out(address, why=_("They reported our mail as unwanted."), by=SYSTEM)
    tickets.note_complaint(message, by=SYSTEM)


def _written_to(evidence: Evidence) -> set[str]:
    """Whom the answer went to, in small letters: of others it proves nothing."""
    return {recipient.email.lower() for recipient in evidence.delivery.recipients.all()}
