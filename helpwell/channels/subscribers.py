from helpwell.channels import actions
from helpwell.events.facts import subscribe
from helpwell.tickets.facts import (
    MessageMoved,
    ReplyScheduled,
    SideTalkAsked,
    TicketAcknowledged,
    TicketNudged,
    TicketReplied,
)


@subscribe(TicketReplied)
def queue_reply(fact: TicketReplied) -> None:
    """Put the answer into the outbox, once."""
    actions.queue(message_id=fact.message_id)


@subscribe(TicketAcknowledged)
def queue_acknowledgement(fact: TicketAcknowledged) -> None:
    """Put the automatic acknowledgement into the outbox."""
    actions.queue(message_id=fact.message_id)


@subscribe(SideTalkAsked)
def queue_question(fact: SideTalkAsked) -> None:
    """Put what was written in a side talk into the outbox."""
    actions.queue_aside(message_id=fact.message_id)


@subscribe(MessageMoved)
def follow_message(fact: MessageMoved) -> None:
    """Let what answers a moved mail follow it; told of both tickets, heard of the one it is on."""
    if fact.ticket_id == fact.to_id:
        actions.note_moved(message_id=fact.message_id)


@subscribe(TicketNudged)
def queue_nudge(fact: TicketNudged) -> None:
    """Put a reminder into the outbox, if there is one."""
    if fact.message_id is not None:
        actions.queue(message_id=fact.message_id)


@subscribe(ReplyScheduled)
def queue_scheduled_reply(fact: ReplyScheduled) -> None:
    """Let it wait in the outbox for its time."""
    actions.queue(message_id=fact.message_id)
