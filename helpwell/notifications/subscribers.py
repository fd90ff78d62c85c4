"""What is heard of tickets, and whom it is about."""

from collections.abc import Collection

from helpwell.channels.facts import ReplyFailed
from helpwell.core.actors import Actor
from helpwell.events.facts import subscribe
from helpwell.notifications import actions
from helpwell.notifications.kinds import Kind
from helpwell.tickets.facts import (
    DraftReturned,
    DraftShared,
    MessageReceived,
    NoteWritten,
    PromiseBroken,
    PromiseReminded,
    ReplyReturned,
    TicketAssigned,
    TicketMerged,
    TicketWoke,
)
from helpwell.tickets.models import Message, Ticket


@subscribe(TicketAssigned)
def hear_assigned(fact: TicketAssigned) -> None:
    """Somebody, or their group, has it now."""
    if fact.assignee_after != fact.assignee_before or fact.group_after != fact.group_before:
        named = [fact.assignee_after] if fact.assignee_after != fact.assignee_before else []
        _notify(Kind.ASSIGNED, fact.ticket_id, by=fact.by, named=named)


@subscribe(NoteWritten)
def hear_noted(fact: NoteWritten) -> None:
    """Those whom it names hear that it does; the others that there is a note."""
    _notify(Kind.MENTIONED, fact.ticket_id, by=fact.by, named=fact.mentioned_ids)
    _notify(Kind.NOTED, fact.ticket_id, by=fact.by, but=fact.mentioned_ids)


@subscribe(MessageReceived)
def hear_received(fact: MessageReceived) -> None:
    """A customer wrote; a machine's answers are nobody's news."""
    message = Message.objects.filter(pk=fact.message_id, is_automatic=False).first()
    if message is None:
        return
    earlier = Message.objects.filter(ticket=message.ticket_id, pk__lt=message.pk)
    kind = Kind.ANSWERED if earlier.exists() else Kind.OPENED
    _notify(kind, fact.ticket_id, by=fact.by)


@subscribe(DraftShared)
def hear_draft_shared(fact: DraftShared) -> None:
    """A colleague is asked to look a draft over."""
    _notify(Kind.DRAFT, fact.ticket_id, by=fact.by, named=[fact.with_id])


@subscribe(DraftReturned)
def hear_draft_returned(fact: DraftReturned) -> None:
    """It came back to its writer."""
    _notify(Kind.DRAFT, fact.ticket_id, by=fact.by, named=[fact.to_id])


@subscribe(PromiseReminded)
def hear_promise_reminded(fact: PromiseReminded) -> None:
    """A promise is due soon."""
    _notify(Kind.PROMISE, fact.ticket_id, by=fact.by, named=[fact.owner_id])


@subscribe(PromiseBroken)
def hear_promise_broken(fact: PromiseBroken) -> None:
    """The time of a promise has passed."""
    _notify(Kind.PROMISE, fact.ticket_id, by=fact.by, named=[fact.owner_id])


@subscribe(TicketWoke)
def hear_woke(fact: TicketWoke) -> None:
    """A snoozed ticket is back."""
    _notify(Kind.WOKE, fact.ticket_id, by=fact.by, named=[fact.snoozed_by])


@subscribe(TicketMerged)
def hear_merged(fact: TicketMerged) -> None:
    """Its followers follow the ticket it went on in."""
    _notify(Kind.MERGED, fact.into_id, by=fact.by)


@subscribe(ReplyFailed)
def hear_failed(fact: ReplyFailed) -> None:
    """An answer reached nobody."""
    _tell_writer(fact)


@subscribe(ReplyReturned)
def hear_returned(fact: ReplyReturned) -> None:
    """An answer came back."""
    _tell_writer(fact)


def _tell_writer(fact: ReplyFailed | ReplyReturned) -> None:
    writer = Message.objects.filter(pk=fact.message_id).values_list("author", flat=True).first()
    _notify(Kind.FAILED, fact.ticket_id, by=fact.by, named=[writer])


def _notify(
    kind: Kind,
    ticket_id: int,
    *,
    by: Actor,
    named: Collection[int | None] = (),
    but: Collection[int] = (),
) -> None:
    ticket = Ticket.objects.filter(pk=ticket_id).first()
    if ticket:
        known = [person for person in named if person is not None]
        actions.notify(kind, ticket, by=by, named=known, but=but)
