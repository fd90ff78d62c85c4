"""Defining fields, and filling them in."""

from helpwell.fields.actions.defining import CHOSEN, CONDITIONAL, change, make, move, remove
from helpwell.fields.actions.filling import fill, forget_changes
from helpwell.fields.actions.renewing import renewing

__all__ = [
    "CHOSEN",
    "CONDITIONAL",
    "change",
    "fill",
    "forget_changes",
    "make",
    "move",
    "remove",
    "renewing",
]
