"""What happens to mail: taken in, read onto a ticket, queued, sent, taken back."""

from helpwell.channels.actions.accepting import accept, dismiss, retry
from helpwell.channels.actions.histories import note_sent, read_at_once
from helpwell.channels.actions.inboxes import change_inbox, open_inbox
from helpwell.channels.actions.reading import read_waiting
from helpwell.channels.actions.sending import retry_delivery, send_due, take_back
from helpwell.channels.actions.queueing import queue

__all__ = [
    "accept",
    "change_inbox",
    "dismiss",
    "note_sent",
    "open_inbox",
    "queue",
    "read_at_once",
    "read_waiting",
    "retry",
    "retry_delivery",
    "send_due",
    "take_back",
]
