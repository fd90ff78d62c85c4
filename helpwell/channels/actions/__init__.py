"""What happens to mail: taken in, read onto a ticket, queued, sent, taken back."""

from helpwell.channels.actions.accepting import accept, dismiss, retry
from helpwell.channels.actions.histories import note_sent, read_at_once
from helpwell.channels.actions.inboxes import change_inbox, give_up_inbox, open_inbox
from helpwell.channels.actions.queueing import queue
from helpwell.channels.actions.reading import read_waiting
from helpwell.channels.actions.sending import retry_delivery, send_due, stop_trying, take_back

__all__ = [
    "accept",
    "change_inbox",
    "dismiss",
    "give_up_inbox",
    "note_sent",
    "open_inbox",
    "queue",
    "read_at_once",
    "read_waiting",
    "retry",
    "retry_delivery",
    "send_due",
    "stop_trying",
    "take_back",
]
