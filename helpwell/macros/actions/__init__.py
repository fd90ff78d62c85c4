"""Keeping macros and snippets, and using them."""

from helpwell.macros.actions.keeping import (
    change_macro,
    change_snippet,
    make_macro,
    make_snippet,
    remove_macro,
    remove_of_groups,
    remove_snippet,
)
from helpwell.macros.actions.measuring import count_answer, note_reopening
from helpwell.macros.actions.using import (
    choose,
    drop,
    drop_deed,
    finish,
    note_put_in,
    note_start,
    prepare,
    take_back,
)

__all__ = [
    "change_macro",
    "change_snippet",
    "choose",
    "count_answer",
    "drop",
    "drop_deed",
    "finish",
    "make_macro",
    "make_snippet",
    "note_put_in",
    "note_reopening",
    "note_start",
    "prepare",
    "remove_macro",
    "remove_of_groups",
    "remove_snippet",
    "take_back",
]
