"""Words that sting or say nothing: blame, commands, policy, empty apologies, shouting, jargon."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from helpwell.language.coach.draft import Conversation, Draft, Hint
from helpwell.language.matching import Phrases, entries_of
from helpwell.language.spans import Span

MOST_UNFORTUNATELY = 1
MOST_APOLOGIES = 2
MOST_EXCLAMATIONS = 1
LEAST_CAPITALS = 4
_MARKS = re.compile(r"[!！]+")
_CAPITALS = re.compile(r"(?<![\w-])[^\W\d_a-z]{2,}(?:\s+[^\W\d_a-z]{2,})*(?![\w-])")


def blame(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """Words that put the fault on the customer."""
    yield from _each(draft, "blame", "coach.blame",
                     _("This sounds as if it were the customer's fault."),
                     _("Say what happened and what helps, without saying by whom."))  # fmt: skip


def command(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """Words that order the customer about."""
    yield from _each(draft, "command", "coach.commands", _("This is an order."),
                     _("Ask for it, and say what it is good for."))  # fmt: skip


def policy(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """Rules and the passive voice, where a person should speak."""
    yield from _each(draft, "policy", "coach.policy",
                     _("A rule speaks here instead of a person."),
                     _("Say the reason behind it, and what you can do."))  # fmt: skip


def unfortunately(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """Bad news upon bad news."""
    places = draft.places("coach.unfortunately")
    if len(places) > MOST_UNFORTUNATELY:
        because = _("Bad news is announced %(times)s times.") % {"times": len(places)}
        yield Hint("unfortunately", because, _("Say it once, then what is possible."), places)


def apology(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """Apologies that name nothing, or too many of them."""
    empty = draft.places("coach.empty_apologies")
    many = draft.places("coach.apologies")
    if empty:
        yield Hint("apology", _("This apology does not say for what."),
                   _("Name what went wrong for this customer."), empty)  # fmt: skip
    elif len(many) > MOST_APOLOGIES:
        yield Hint("apology", _("There are %(times)s apologies.") % {"times": len(many)},
                   _("One that names what went wrong is worth more."), many)  # fmt: skip


def exclamation(draft: Draft, conversation: Conversation) -> Iterator[Hint]:
    """More than one exclamation mark; any beyond the greeting when the customer is upset."""
    marks = [Span(*found.span()) for found in _MARKS.finditer(draft.text)]
    is_much = len(marks) > MOST_EXCLAMATIONS or any(span.end - span.start > 1 for span in marks)
    upset = conversation.mood.feeling.is_upset and any(span.start > 40 for span in marks)
    if is_much or upset:
        because = _("The customer is upset.") if upset else _("Exclamation marks sound loud.")
        yield Hint("exclamation", because, _("A full stop is calmer."), marks)


def capitals(draft: Draft, conversation: Conversation) -> Iterator[Hint]:
    """Words in capitals that are no names or codes."""
    common = draft.table.words("common")
    spans = [
        Span(*found.span())
        for found in _CAPITALS.finditer(draft.text)
        if _is_shouted(found.group().split(), common) and found.group() not in conversation.words
    ]
    if spans:
        yield Hint(
            "capitals", _("Capitals read like shouting."), _("Write it in small letters."), spans
        )


def _is_shouted(words: list[str], common: frozenset[str]) -> bool:
    """Whether these are words and no abbreviations: several long ones, or a common one."""
    if any(not word.isupper() for word in words):
        return False
    is_long = sum(len(word) >= LEAST_CAPITALS for word in words) > 1
    return is_long or any(word.lower() in common and len(word) > 2 for word in words)


def jargon(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """Words of the trade or of the house that customers need not know."""
    house = _found(draft, Phrases({word: [word] for word in draft.house_words}))
    ours = _found(draft, entries_of(draft.language, "coach.jargon"))
    plain = {**draft.table.pairs("coach.jargon"), **draft.house_words}
    for word, spans in {**ours, **house}.items():
        instead = plain.get(word, "")
        help_ = (
            _("Say “%(plain)s”.") % {"plain": instead} if instead else _("Say it in plain words.")
        )
        yield Hint("jargon", _("Customers may not know this word."), help_, spans)


def _found(draft: Draft, phrases: Phrases) -> dict[str, list[Span]]:
    return phrases.find(draft.tokens)


def _each(draft: Draft, kind: str, section: str, because: str, help_: str) -> Iterator[Hint]:
    places = draft.places(section)
    if places:
        yield Hint(kind, because, help_, places)
