"""How the answer begins: by a greeting, by the right name, in the right form of address."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from helpwell.core.text import fold
from helpwell.language.coach.draft import Conversation, Draft, Hint
from helpwell.language.spans import Span

LONGEST_GREETING = 80
MOST_NAMES = 5
_STOP = re.compile(r"[,!.:;\n–—]|\s-\s")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-.][^\W\d_]+)*\.?")
INFORMAL, FORMAL = "informal", "formal"


def greeting(draft: Draft, conversation: Conversation) -> Iterator[Hint]:
    """The answer greets nobody."""
    if not draft.table.has("greeting") or _opening(draft):
        return
    suggestion = " ".join([draft.table.pairs("greeting")["suggested"], _called(conversation)])
    yield Hint(
        "greeting",
        _("The answer begins without a greeting."),
        _("Begin with “%(greeting)s”.") % {"greeting": suggestion.strip()},
        [Span(draft.sentences[0].start, draft.sentences[0].start)],
    )


def name(draft: Draft, conversation: Conversation) -> Iterator[Hint]:
    """The customer is greeted by no name, by another one's, or not by the one they prefer."""
    opening = _opening(draft)
    known = _known(conversation)
    if not opening or not known:
        return
    said = _greeted(draft, opening)
    named = {fold(word) for word, _span in said}
    groups = {fold(word) for word in draft.table.words("greeting.groups")}
    preferred = _parts(conversation.greeting) or _parts(conversation.preferred_name)
    here = [span for _word, span in said] or [opening]
    better = {"name": _called(conversation)}
    if named & (preferred or known) or named & groups:
        return
    if named & known:
        yield Hint("name", _("The customer likes to be called “%(name)s”.") % better,
                   _("Greet them as “%(name)s”.") % better, here)  # fmt: skip
    elif not named or named & {fold(word) for word in draft.table.words("greeting.nobody")}:
        yield Hint("name", _("The greeting names nobody, though the name is known."),
                   _("Greet “%(name)s”.") % better, here)  # fmt: skip
    else:
        yield Hint("name", _("This is not the customer's name as we know it."),
                   _("Write “%(name)s”, or mend their profile.") % better, here)  # fmt: skip


def formality(draft: Draft, conversation: Conversation) -> Iterator[Hint]:
    """Two forms of address in one answer, or not the one the customer likes."""
    informal = draft.places("formality.informal")
    formal = [*draft.places("formality.formal"), *_capitals(draft)]
    names = draft.table.words("formality.names") and draft.table.pairs("formality")["names"].split()
    if not names:
        return
    words = {"informal": names[0], "formal": names[1]}
    if informal and formal:
        yield Hint(
            "formality",
            _("The answer says both “%(informal)s” and “%(formal)s”.") % words,
            _("Keep to one form of address."),
            [*informal, *formal] if len(informal) > len(formal) else [*formal, *informal],
        )
    elif conversation.form_of_address == FORMAL and informal:
        yield Hint("formality", _("The customer prefers to be addressed formally."),
                   _("Say “%(formal)s”.") % words, informal)  # fmt: skip
    elif conversation.form_of_address == INFORMAL and formal:
        yield Hint("formality", _("The customer prefers to be addressed informally."),
                   _("Say “%(informal)s”.") % words, formal)  # fmt: skip


def _opening(draft: Draft) -> Span | None:
    """The words of greeting with which the draft begins."""
    start = draft.sentences[0].start if draft.sentences else 0
    first = draft.places("greeting.openings")[:1]
    return first[0] if first and first[0].start == start else None


def _greeted(draft: Draft, opening: Span) -> list[tuple[str, Span]]:
    """The names in the line of greeting, without titles."""
    line = draft.text[opening.end : opening.end + LONGEST_GREETING]
    stop = _STOP.search(re.sub(r"\b([^\W\d_]{1,4})\.", r"\1 ", line))
    end = stop.start() if stop else len(line)
    titles = draft.table.words("greeting.titles")
    small = draft.table.words("greeting.nobody") | draft.table.words("greeting.groups")
    found = [
        (word.group().rstrip("."), Span(opening.end + word.start(), opening.end + word.end()))
        for word in list(_WORD.finditer(line[:end]))[:MOST_NAMES]
    ]
    return [
        (word, span)
        for word, span in found
        if word.lower() not in titles - small and (word[0].isupper() or word.lower() in small)
    ]


def _known(conversation: Conversation) -> set[str]:
    names = (conversation.greeting, conversation.preferred_name, conversation.name)
    return set().union(*map(_parts, names))


def _parts(called: str) -> set[str]:
    return {fold(word.rstrip(".")) for word in _WORD.findall(called) if len(word.rstrip(".")) > 1}


def _called(conversation: Conversation) -> str:
    first = conversation.name.split()[:1]
    return conversation.greeting or conversation.preferred_name or "".join(first)


def _capitals(draft: Draft) -> list[Span]:
    """Forms of address known by their capital (“Sie”, “Lei”), which begin no sentence."""
    capitals = (draft.table.pairs("formality").get("formal_capitals") or "").split()
    begins = {span.start for span in draft.sentences}
    return [
        Span(token.start, token.end)
        for token in draft.tokens
        if token.start not in begins and draft.text[token.start : token.end] in capitals
    ]
