"""The outbox: each answer leaves once, and every recipient has a state of their own."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from helpwell.channels.actions import claiming, outcomes, pacing
from helpwell.channels.actions.fetching import note_handed_over, note_send_trouble
from helpwell.channels.adapters.email.smtp import Later, Outcome, Outcomes, Refused, Sender, Sent
from helpwell.channels.facts import AskedFailed, AskedSent, ReplyFailed, ReplySent
from helpwell.channels.models import Delivery, Inbox, Recipient
from helpwell.channels.queries import as_mailed
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.core.database import is_passing
from helpwell.core.text import storable
from helpwell.events.actions import publish
from helpwell.jobs.bell import ring
from helpwell.tickets import actions as tickets
from helpwell.tickets.models import Message

log = logging.getLogger(__name__)
PAUSES = (60, 120, 600, 1800, 3600, 2 * 3600, 4 * 3600, 8 * 3600, 12 * 3600, 24 * 3600)
LONGEST_WAY = timedelta(days=5)  # RFC 5321, section 4.5.4.1
MOST_A_TURN = 20


def send_due() -> datetime | None:
    """Send everything that may leave now; the moment when the next answer will be due."""
    began = clock.now()
    done: set[int] = set()
    with Sender() as sender:
        while True:
            with claiming.turn(but=done) as inbox:
                if inbox is None:
                    return _next_due(after=began)
                began = clock.now()
                if not _send_some(inbox, sender):
                    done.add(inbox.pk)


def _send_some(inbox: Inbox, sender: Sender) -> bool:
    """Send a few of the inbox's answers; whether there may be more that can leave now."""
    for _ in range(MOST_A_TURN):
        delivery = claiming.claim_next(inbox)
        if delivery is None or not _send_in_hand(delivery, sender):
            return False
    return True


def _send_in_hand(delivery: Delivery, sender: Sender) -> bool:
    """Send one answer and let go of it, whatever happens; whether its inbox may go on."""
    try:
        return send(delivery, sender)
    except Exception as error:
        if is_passing(error):
            raise
        log.exception("delivery %s failed", delivery.pk)
        _give_back(delivery, error)
        return True
    finally:
        claiming.let_go(delivery)


def send(delivery: Delivery, sender: Sender) -> bool:
    """Hand one answer to the mail server, for those who have not got it; no transaction is open.

    Whether the inbox's next one may follow at once.
    """
    if delivery.message_id is None:
        _forget(delivery)
        return True
    waiting = [r for r in delivery.recipients.all() if r.state == Recipient.State.SENDING]
    said = sender.send(
        delivery.inbox,
        as_mailed(delivery),
        sender="" if delivery.is_automatic else delivery.inbox.address,
        recipients=[recipient.email for recipient in waiting],
        name=delivery.message_id_header,
    )
    _note(delivery, waiting, said)
    return _note_server(delivery.inbox, list(said.values()))


@transaction.atomic
def _note(delivery: Delivery, recipients: Iterable[Recipient], said: Outcomes) -> None:
    """Write down what the mail server said of each recipient, and what follows for the whole."""
    delivery = outcomes.held(delivery)
    for recipient in recipients:
        outcome = said[recipient.email]
        itself = delivery.recipients.filter(pk=recipient.pk)
        outcomes.move(itself, _state_after(outcome), answer=outcome.answer)
    troubles = [o.answer for o in said.values() if not isinstance(o, Sent)]
    delivery.error = storable("; ".join(dict.fromkeys(troubles)))[:2000]
    if _was_not_begun(said.values()):
        delivery.attempts -= 1
        _wait(delivery, until=delivery.due_at)
    else:
        _wait(delivery, until=clock.now() + _pause_after(delivery.attempts))


def _was_not_begun(said: Iterable[Outcome]) -> bool:
    """Whether the server was not reached, or took none of our mail, so that it was no attempt."""
    return all(isinstance(o, Later) and o.why in ("server", "pace") for o in said)


def _pause_after(attempts: int) -> timedelta:
    return timedelta(seconds=PAUSES[min(attempts, len(PAUSES)) - 1])


def _note_server(inbox: Inbox, said: list[Outcome]) -> bool:
    """How the outgoing server of the inbox fares, and whether the next mail may follow at once."""
    by_why = {o.why: o.answer for o in said if isinstance(o, Later)}
    trouble = by_why.get("server") or by_why.get("unknown")
    if trouble:
        note_send_trouble(inbox, trouble)
        pacing.rest(inbox, pacing.TROUBLE_SECONDS)
    elif "pace" in by_why:
        note_handed_over(inbox)
        pacing.rest(inbox, pacing.LESS_SECONDS)
    else:
        note_handed_over(inbox)
        if inbox.send_pause_seconds:
            pacing.go_on(inbox)
    return not trouble and "pace" not in by_why


@transaction.atomic
def _give_back(delivery: Delivery, error: Exception) -> None:
    """Our own fault, not the mail server's: try again later, and let the others go on."""
    delivery = outcomes.held(delivery)
    delivery.error = storable(repr(error))[:2000]
    outcomes.move(delivery.recipients.all(), Recipient.State.DEFERRED)
    _wait(delivery, until=clock.now() + _pause_after(delivery.attempts))


def _state_after(outcome: Outcome) -> str:
    match outcome:
        case Sent():
            return Recipient.State.SENT
        case Refused():
            return Recipient.State.FAILED
        case Later():
            return Recipient.State.DEFERRED


def _wait(delivery: Delivery, *, until: datetime) -> None:
    """Try again for those who wait, unless that has no hope any more."""
    is_hopeless = delivery.attempts > len(PAUSES) or clock.now() > delivery.queued_at + LONGEST_WAY
    if is_hopeless:
        outcomes.move(delivery.recipients.all(), Recipient.State.FAILED)
    state = outcomes.follow(delivery)
    if state == Delivery.State.QUEUED:
        delivery.due_at = until
        delivery.save()
        outcomes.show(delivery)
    else:
        _conclude(delivery)


def _conclude(delivery: Delivery) -> None:
    """Note the end; a failure makes the ticket ours again, since the customer has heard nothing."""
    has_left = delivery.state == Delivery.State.SENT
    is_news = not (has_left and delivery.sent_at)
    if has_left and is_news:
        delivery.sent_at = clock.now()
    delivery.save()
    if delivery.message and is_news:
        _tell(delivery.message, has_left=has_left)
    if has_left:
        ring("delivery.sent")
    outcomes.show(delivery)


def _tell(message: Message, *, has_left: bool) -> None:
    sent, failed = (AskedSent, AskedFailed) if message.side_talk_id else (ReplySent, ReplyFailed)
    kind = sent if has_left else failed
    publish(kind(ticket_id=message.ticket_id, message_id=message.pk, by=SYSTEM))
    if not has_left and not message.is_automatic:
        tickets.make_ours(message.ticket, by=SYSTEM)


@transaction.atomic
def _forget(delivery: Delivery) -> None:
    """Its message is gone, so nobody gets it."""
    delivery = outcomes.held(delivery)
    for state in (Recipient.State.QUEUED, Recipient.State.CANCELLED):
        outcomes.move(delivery.recipients.all(), state)
    outcomes.follow(delivery)
    delivery.save(update_fields=["state"])


def _next_due(*, after: datetime) -> datetime | None:
    """When the next answer is due of those that were not when somebody last looked."""
    later = Delivery.objects.filter(state=Delivery.State.QUEUED, due_at__gt=after)
    return later.order_by("due_at").values_list("due_at", flat=True).first()
