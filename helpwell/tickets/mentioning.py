"""Whom a note names: `@Ben`, or `@Ben Baker` where several have that first name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from helpwell.accounts.models import User

SIGN = re.compile(r"(?<!\w)@(?=\w)")
TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True)
class Named:
    """The people a text names, and the words that name them, as they are written there."""

    people: list[User] = field(default_factory=list)
    words: set[str] = field(default_factory=set)


def named_in(text: str, people: Iterable[User]) -> Named:
    """Who is named after an @: by full name where one fits, else everybody of that first name."""
    people = [person for person in people if person.name]
    full = {person.pk: person.name for person in people}
    first = {person.pk: person.first_name for person in people}
    found: set[int] = set()
    words = set()
    for sign in SIGN.finditer(text):
        meant = _standing(text, sign.end(), full) or _standing(text, sign.end(), first)
        found |= meant.keys()
        words |= {text[sign.end() : sign.end() + len(name)] for name in meant.values()}
    return Named([person for person in people if person.pk in found], words)


def marked(html: str, words: Iterable[str]) -> str:
    """The note with the names in it set apart, for whoever reads it."""
    names = "|".join(re.escape(escape(word)) for word in sorted(words, key=len, reverse=True))
    if not names:
        return html
    naming = re.compile(rf"(?<!\w)@(?:{names})(?!\w)")
    pieces = TAG.split(html)
    pieces[::2] = [naming.sub(r'<span class="mention">\g<0></span>', text) for text in pieces[::2]]
    return "".join(pieces)


def _standing(text: str, start: int, names: dict[int, str]) -> dict[int, str]:
    """The longest of the names that stand at that place, with whose they are."""
    fit = {pk: name for pk, name in names.items() if _stands(text, start, name)}
    longest = max(map(len, fit.values()), default=0)
    return {pk: name for pk, name in fit.items() if len(name) == longest}


def _stands(text: str, start: int, name: str) -> bool:
    """Whether a name stands at that place as a whole."""
    end = start + len(name)
    after = text[end : end + 1]
    return text[start:end].lower() == name.lower() and not (after.isalnum() or after == "_")
