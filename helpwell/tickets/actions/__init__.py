"""Everything that changes a ticket: lock it, decide, write, tell."""

from helpwell.tickets.actions.changing import assign, prioritise, set_status, tag, undo
from helpwell.tickets.actions.counting import fold_tallies
from helpwell.tickets.actions.drafting import attach, detach, discard_draft, save_draft
from helpwell.tickets.actions.messaging import note, open, receive, reply
from helpwell.tickets.actions.removing import remove, remove_unused_tags
from helpwell.tickets.actions.watching import forget_the_gone, leave, look, see, see_all
from helpwell.tickets.actions.withdrawing import withdraw

__all__ = [
    "assign",
    "attach",
    "detach",
    "discard_draft",
    "fold_tallies",
    "forget_the_gone",
    "leave",
    "look",
    "note",
    "open",
    "prioritise",
    "receive",
    "remove",
    "remove_unused_tags",
    "reply",
    "save_draft",
    "see",
    "see_all",
    "set_status",
    "tag",
    "undo",
    "withdraw",
]
