from helpwell.channels import actions
from helpwell.events.facts import subscribe
from helpwell.tickets.facts import TicketReplied


@subscribe(TicketReplied)
def queue_reply(fact: TicketReplied) -> None:
    """Put the answer into the outbox."""
    actions.queue(message_id=fact.message_id)
