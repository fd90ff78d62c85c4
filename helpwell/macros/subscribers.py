"""What is heard of answers and notes: which macro was sent, and how it fared."""

from helpwell.events.facts import subscribe
from helpwell.macros import actions
from helpwell.tickets.facts import MessageReceived, NoteWritten, TicketReplied
from helpwell.tickets.models import Message, Ticket


@subscribe(TicketReplied)
def note_answer(fact: TicketReplied) -> None:
    """Count the answer, and finish the macro that was in it."""
    message = _kept(fact.message_id)
    if message is None:  # taken back before this was heard
        return
    has_solved = fact.status_after in Ticket.DONE
    actions.count_answer(message, has_solved=has_solved, by=fact.by)
    actions.finish(message, has_solved=has_solved, by=fact.by)


@subscribe(NoteWritten)
def finish_in_note(fact: NoteWritten) -> None:
    """Finish the macro that was in the note."""
    message = _kept(fact.message_id)
    if message:
        actions.finish(message, by=fact.by)


@subscribe(MessageReceived)
def note_reopening(fact: MessageReceived) -> None:
    """A customer's message on a ticket that an answer had solved."""
    if fact.status_before in Ticket.DONE and fact.status_after not in Ticket.DONE:
        actions.note_reopening(fact.ticket_id, by=fact.by)


def _kept(message_id: int) -> Message | None:
    """The message, if it is there still, which nobody takes back until all this is noted."""
    held = Message.objects.select_for_update(of=("self",), no_key=True)
    return held.filter(pk=message_id).first()
