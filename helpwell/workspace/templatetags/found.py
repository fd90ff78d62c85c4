"""Showing where the words were found."""

import re

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

from helpwell.core.text import fold, one_line
from helpwell.search.words import words_of
from helpwell.tickets.models import Ticket

register = template.Library()
AROUND = 60
WORD = re.compile(r"\w+|\W+")


@register.filter
def words_around(ticket: Ticket, typed: str) -> SafeString:
    """The piece of the found message that holds the first word, marked."""
    text = one_line(getattr(ticket, "found_text", "") or ticket.last_words)
    words = words_of(typed)
    at = fold(text).find(words[0]) if words else -1
    start = max(0, at - AROUND)
    return marked(("…" if start else "") + text[start : start + 3 * AROUND], typed)


@register.filter
def marked(text: str, typed: str) -> SafeString:
    """`text`, with the words that were asked for marked."""
    asked = tuple(words_of(typed))
    if not asked:
        return conditional_escape(text)
    return SafeString("".join(_piece(piece, asked) for piece in WORD.findall(text)))


def _piece(piece: str, asked: tuple[str, ...]) -> str:
    escaped = escape(piece)
    return f"<mark>{escaped}</mark>" if fold(piece).startswith(asked) else escaped
