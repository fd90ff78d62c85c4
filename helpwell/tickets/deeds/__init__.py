"""What is done to a ticket in one go: by a macro, along with an answer, in bulk, by a rule.

A *deed* is kept as a JSON object: `{"do": "tag", "add": ["refund"]}`. It says in words what it
will do, why it cannot, and does it through the ordinary action.
"""

from helpwell.tickets.deeds import (  # noqa: F401 - makes their deeds known
    answering,
    filling,
    joining,
    setting,
    setting_aside,
    working,
)
from helpwell.tickets.deeds.answering import usual_recipients
from helpwell.tickets.deeds.deed import Deed, NotAllowed, Vanished, read, read_all
from helpwell.tickets.deeds.doing import Done, accompany, carry_out, say_along, take_back
from helpwell.tickets.deeds.working import MOST_DAYS

__all__ = [
    "MOST_DAYS",
    "Deed",
    "Done",
    "NotAllowed",
    "Vanished",
    "accompany",
    "carry_out",
    "read",
    "read_all",
    "say_along",
    "take_back",
    "usual_recipients",
]
