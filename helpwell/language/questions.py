"""The questions a customer asks, with and without a question mark, and which an answer takes up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from helpwell.language.cutting import Token, last_pieces, sentences, token_words, tokens
from helpwell.language.matching import Found, phrases_of
from helpwell.language.spans import Span, folded, without_quotes
from helpwell.language.tables import table_of

MOST_CHARACTERS = 20_000
MOST_QUESTIONS = 30
LEADING_WORDS = 4
STEM = 5
ENOUGH_SHARE = 0.34
SECTIONS = ("starts", "indirect", "courtesy", "leads", "asks_when", "asks_number", "asks_where",
            "yes_no_answers")  # fmt: skip
_MARK = re.compile(r"[?？؟][\"'”’»)\]!?]*$")
_ADDRESS = re.compile(r"\S+@\S+|(?:https?://|www\.)\S+")
_NUMBER = re.compile(r"\d")
_PLACE = re.compile(r"https?://|www\.|\d")


@dataclass(frozen=True)
class Question:
    """What a customer wants to know: its sentence, and where that stands in their message."""

    text: str
    span: Span


def questions_in(text: str, language: str | None) -> list[Question]:
    """The questions of a message, at most thirty: marked, begun like one, or politely indirect.

    Quoted lines ask nothing. Where the language is not known only the marks count.
    """
    read = without_quotes(text[:MOST_CHARACTERS])
    spans = sentences(read, language)
    found = _found(tuple(tokens(read, language)), language)
    asked = [span for span in spans if _asks(read, span, found, language)]
    return [Question(span.of(text), span) for span in asked[:MOST_QUESTIONS]]


def seems_answered(question: Question, draft: str, language: str | None) -> bool:
    """Whether the draft perhaps takes the question up, by its words and the kind of thing asked.

    A guess by words, never a proof: an answer in quite other words is missed.
    """
    asked, answer = content_words(question.text, language), content_words(draft, language)
    shared = len(asked & answer) / len(asked) if asked else 0.0
    kind = _found(tuple(tokens(question.text, language)), language)
    fitting = _gives_what_is_asked(kind, draft, language)
    if fitting is None:
        return shared >= ENOUGH_SHARE
    return fitting and (shared >= ENOUGH_SHARE / 2 or not asked)


def content_words(text: str, language: str | None) -> set[str]:
    """The words that carry the matter, cut to their first letters so that their forms agree."""
    small = _small_words(language)
    words = (token.word for token in tokens(_ADDRESS.sub(" ", text), language))
    return {word[:STEM] for word in words if _carries(word) and word not in small}


def _carries(word: str) -> bool:
    return len(word) > 2 or word.isdigit()


@cache
def _small_words(language: str | None) -> frozenset[str]:
    table = table_of(language)
    phrases = (*table.phrases("questions.starts"), *table.phrases("greeting.openings"))
    asking = {word for phrase in phrases for word in token_words(phrase)}
    return table.words("common") | last_pieces(table.words("common")) | frozenset(asking)


def _found(read: tuple[Token, ...], language: str | None) -> Found:
    return phrases_of(language, *(f"questions.{name}" for name in SECTIONS)).find(read)


def _asks(text: str, span: Span, found: Found, language: str | None) -> bool:
    said = _ADDRESS.sub(" ", span.of(text)).rstrip()
    if _within(found, "courtesy", span) or not any(map(str.isalpha, said)):
        return False
    if _MARK.search(said) or _within(found, "indirect", span):
        return True
    return not said.endswith("!") and _begins_like_one(text, span, found, language)


def _begins_like_one(text: str, span: Span, found: Found, language: str | None) -> bool:
    """Whether the sentence begins as questions do, after “and”, “also” or a greeting."""
    leads = table_of(language).words("questions.leads")
    opening = _after_a_greeting(span.of(text))
    words = list(re.finditer(r"[^\W_]+", folded(span.of(text)[opening:])))[:LEADING_WORDS]
    first = next((word for word in words if word.group() not in leads), None)
    starts = {place.start for place in found.get("questions.starts", ())}
    return first is not None and span.start + opening + first.start() in starts


def _after_a_greeting(sentence: str) -> int:
    """Where the sentence goes on after “Hello Ada,”."""
    comma = sentence.find(",")
    return comma + 1 if 0 < comma <= 25 and len(sentence) > comma + 5 else 0


def _within(found: Found, name: str, span: Span) -> bool:
    places = found.get(f"questions.{name}", ())
    return any(span.start <= place.start < span.end for place in places)


def _gives_what_is_asked(kind: Found, draft: str, language: str | None) -> bool | None:
    """Whether the draft has a day, a number, a place or a yes or no; None when none is asked."""
    checks = list(_checks(kind, draft, language))
    return any(checks) if checks else None


def _checks(kind: Found, draft: str, language: str | None) -> Iterator[bool]:
    if kind.get("questions.asks_when"):
        yield _names_a_time(draft, language)
    if kind.get("questions.asks_number"):
        yield bool(_NUMBER.search(draft))
    if kind.get("questions.asks_where"):
        yield bool(_PLACE.search(draft))


@cache
def _times(language: str | None) -> frozenset[str]:
    when = table_of(language).pairs("when")
    names = [*when.get("weekdays", ()), *when.get("months", ()), *when.get("units", ())]
    names += [name for name in when.get("named", ()) if " " not in name]
    return frozenset(word for name in names for word in name.split() if len(word) > 3)


def _names_a_time(draft: str, language: str | None) -> bool:
    known = _times(language)
    return bool(_NUMBER.search(draft)) or any(t.word in known for t in tokens(draft, language))
