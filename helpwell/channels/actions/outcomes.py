"""What became of recipients: the one place where their states are written."""

from collections.abc import Collection
from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet

from helpwell.channels.models import Delivery, Recipient
from helpwell.channels.outbox import sources_of, state_of
from helpwell.core import clock
from helpwell.core.text import storable
from helpwell.live.actions import tell
from helpwell.tickets import actions as tickets
from helpwell.tickets.errors import TicketGone
from helpwell.tickets.models import Message

LONGEST_ANSWER = 500


def held(delivery: Delivery) -> Delivery:
    """The delivery as it is now, ours alone until this transaction ends, and before it its ticket
    and its message: everybody locks them in this order, so that nobody waits in a circle."""
    if delivery.message_id:
        held_message(delivery.message_id)
    return _alone(delivery)


def held_message(pk: int) -> Message | None:
    """The message as it is now, if it is there, and before it its ticket, both ours alone."""
    with suppress(TicketGone):
        tickets.locked_with(Message(pk=pk))
    return Message.objects.select_for_update().filter(pk=pk).first()


def move(recipients: QuerySet[Recipient], to: str, *, answer: str | None = None) -> int:
    """Set to `to` those of `recipients` for whom that is allowed; how many there were."""
    said = {} if answer is None else {"answer": storable(answer)[:LONGEST_ANSWER]}
    able = recipients.filter(state__in=sources_of(to))
    return able.update(state=to, changed_at=clock.now(), **said)


def follow(delivery: Delivery) -> Delivery.State:
    """Set the delivery's state to what its recipients' states say; not saved."""
    states = set(delivery.recipients.values_list("state", flat=True))
    delivery.state = state_of(states)
    return Delivery.State(delivery.state)


def show(delivery: Delivery) -> None:
    """Let open pages fetch anew how this answer fares."""
    if delivery.message:
        tell(f"ticket:{delivery.message.ticket_id}")
    tell("mail-health")


@transaction.atomic
def note_reported(delivery: Delivery, *, emails: Collection[str], to: str, said: str) -> int:
    """Note what a mail system reports of recipients: `to` is delivered or bounced.

    What comes late or twice changes nothing; how many recipients it changed.
    """
    delivery = _alone(delivery)
    changed = move(_named(delivery, emails), to, answer=said)
    if changed:
        follow(delivery)
        delivery.save(update_fields=["state"])
        show(delivery)
    return changed


@transaction.atomic
def note_delayed(delivery: Delivery, *, emails: Collection[str], said: str) -> int:
    """Note that a mail system which has the mail still tries; nobody here sends it again."""
    on_their_way = _named(_alone(delivery), emails).filter(state=Recipient.State.SENT)
    noted = on_their_way.update(answer=storable(said)[:LONGEST_ANSWER], changed_at=clock.now())
    if noted:
        show(delivery)
    return noted


def _alone(delivery: Delivery) -> Delivery:
    """The delivery, locked without its ticket, on which nothing follows from it."""
    rows = Delivery.objects.select_related("message__ticket", "inbox")
    return rows.select_for_update(of=("self",)).get(pk=delivery.pk)


def _named(delivery: Delivery, emails: Collection[str]) -> QuerySet[Recipient]:
    """The recipients a report names, whatever their letters' case; the only one there is, also
    where the report names the mailbox that it was passed on to."""
    wanted = {email.strip().lower() for email in emails}
    people = list(delivery.recipients.all())
    named = [r for r in people if len(people) == 1 or r.email.lower() in wanted]
    return Recipient.objects.filter(pk__in=[recipient.pk for recipient in named])
