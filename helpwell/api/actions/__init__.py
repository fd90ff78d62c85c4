"""Writes of this room: tokens, answers to be repeated, and how often somebody came."""

from helpwell.api.actions.allowing import note_came, sweep_allowances
from helpwell.api.actions.repeating import claim, keep, sweep_answers
from helpwell.api.actions.tokens import MadeToken, make_token, note_used, revoke_token

__all__ = [
    "MadeToken",
    "claim",
    "keep",
    "make_token",
    "note_came",
    "note_used",
    "revoke_token",
    "sweep_allowances",
    "sweep_answers",
]
