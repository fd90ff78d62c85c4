"""Promises in an agent's own words: which clauses bind us, and by when."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from itertools import groupby, pairwise

from helpwell.language.cutting import Token, last_pieces, sentences, tokens
from helpwell.language.identify import language_of
from helpwell.language.matching import Found, phrases_of
from helpwell.language.promises.moments import Moment
from helpwell.language.promises.when import Due, grammar_of
from helpwell.language.spans import Span, folded, without_quotes
from helpwell.language.tables import table_of

MOST_CHARACTERS = 50_000
LONGEST_WHAT = 200
NEGATOR_REACH = 5
MOST_CLAUSES = 12
MOST_SENTENCE_WORDS = 400
_QUOTED = re.compile('"[^"\n]{1,400}"|“[^”\n]{1,400}”|„[^“”\n]{1,400}[“”]|«[^»\n]{1,400}»')
_EDGE = " \t\n,;:.!-–—"
SECTIONS = (
    "commits",
    "events",
    "softly",
    "strong",
    "first",
    "conditions",
    "tellings",
    "absent",
    "negations_that_affirm",
)
# “Return it within 30 days and we will …”: the time belongs to what came before.
CONJUNCTIONS = frozenset(
    {"and", "und", "et", "y", "e", "en", "but", "aber", "mais", "pero", "ma", "maar", "mas"}
)
COMMITMENTS = ("commits", "events", "softly")


class Certainty(StrEnum):
    """How surely the words bind us."""

    FIRM = "firm"
    LIKELY = "likely"
    VAGUE = "vague"


@dataclass(frozen=True)
class Promise:
    """One thing promised: where it stands, in which words, until when (None: no day was named)."""

    span: Span
    what: str
    due_at: datetime | None
    due_span: Span | None
    certainty: Certainty


@dataclass(frozen=True)
class _Clause:
    """What one commitment says: the words from `start` to `end`, and how it began."""

    kind: str
    commitment: Span
    start: int
    end: int


def promises_in(
    text: str, *, said_at: datetime, zone: tzinfo, language: str | None = None
) -> list[Promise]:
    """What these words of an agent promise; seven languages, others give nothing.

    A day ends at 18:00 in `zone`; working days are Monday to Friday. Questions, conditions, negated
    and quoted words promise nothing. 50,000 characters are read,
    of a sentence 400 words.
    """
    plain = _without_others_words(text[:MOST_CHARACTERS])
    code = language or language_of(plain) or "en"
    if not table_of(code).has("promise"):
        return []
    moment = Moment.of(said_at, zone)
    read = tokens(plain, code)
    spans = sentences(plain, code)
    return [
        promise
        for number, group in groupby(read, key=lambda token: token.sentence)
        for promise in _in_sentence(
            plain, spans[number], list(group)[:MOST_SENTENCE_WORDS], code, moment
        )
    ]


def _without_others_words(text: str) -> str:
    return _QUOTED.sub(lambda said: re.sub(r"\S", " ", said.group()), without_quotes(text))


def _in_sentence(
    text: str, sentence: Span, read: list[Token], code: str, moment: Moment
) -> Iterator[Promise]:
    if "?" in text[sentence.end - 2 : sentence.end]:
        return
    found = phrases_of(code, *(f"promise.{name}" for name in SECTIONS)).find(read)
    for clause in _clauses(text, found, sentence):
        if _is_meant(clause, found, sentence, read, code):
            promise = _promise(text, clause, found, code, moment)
            if promise:
                yield promise


def _clauses(text: str, found: Found, sentence: Span) -> Iterator[_Clause]:
    """The sentence cut at its commitments; what stands before the first belongs to it."""
    places = sorted(
        ((span, name) for name in COMMITMENTS for span in found.get(f"promise.{name}", ())),
        key=lambda place: (place[0].start, -place[0].end),
    )
    apart = [place for at, place in enumerate(places) if not at or _is_apart(places[at - 1], place)]
    apart = apart[:MOST_CLAUSES]
    later = [_begin(text, before.end, here.start) for (before, _), (here, _) in pairwise(apart)]
    starts = [sentence.start, *later, sentence.end]
    for (span, name), (start, end) in zip(apart, pairwise(starts), strict=False):
        yield _Clause(name, span, start, end)


def _begin(text: str, after: int, commitment: int) -> int:
    """Where a later clause begins: behind the last comma between two commitments, if any."""
    comma = max(text.rfind(mark, after, commitment) for mark in ",;:")
    return comma + 1 if comma >= 0 else commitment


def _is_apart(before: tuple[Span, str], here: tuple[Span, str]) -> bool:
    return here[0].start >= before[0].end


def _is_meant(clause: _Clause, found: Found, sentence: Span, read: list[Token], code: str) -> bool:
    """Whether nothing makes the words a condition, a refusal or a mere thought."""
    if any(at.start < clause.commitment.start for at in found.get("promise.first", ())):
        return False
    tellings = [span.start for span in found.get("promise.tellings", ())]
    for condition in found.get("promise.conditions", ()):
        is_whether = any(clause.start <= told < condition.start for told in tellings)
        if not (is_whether and condition.start > clause.commitment.start):
            return False
    away = found.get("promise.absent", ())
    if any(clause.start <= at.start < clause.end for at in away):
        return False
    return not _is_negated(clause, found, read, code)


def _is_negated(clause: _Clause, found: Found, read: list[Token], code: str) -> bool:
    harmless = found.get("promise.negations_that_affirm", ())
    begun = next(at for at, token in enumerate(read) if token.start >= clause.commitment.start)
    reach = [token for token in read[max(0, begun - 2) :] if token.start < clause.end]
    if code not in {"de", "nl"}:  # where “not” may stand at the very end
        last = sum(token.start < clause.commitment.end for token in read) + NEGATOR_REACH
        reach = [token for token in reach if token.start < read[min(last, len(read)) - 1].end]
    negators = last_pieces(table_of(code).words("promise.negators"))
    return any(
        token.word in negators
        and not any(span.start <= token.start < span.end for span in harmless)
        for token in reach
    )


def _promise(
    text: str, clause: _Clause, found: Mapping[str, list[Span]], code: str, moment: Moment
) -> Promise | None:
    due, at = _due(text, clause, code, moment)
    if due is None and not _is_strong(clause, found):
        return None
    span = _trimmed(text, Span(clause.start, clause.end))
    return Promise(
        span=span,
        what=" ".join(span.of(text).split())[:LONGEST_WHAT],
        due_at=due.at if due else None,
        due_span=at,
        certainty=_certainty(clause, is_dated=bool(due), is_loose=bool(due and due.is_loose)),
    )


def _due(
    text: str, clause: _Clause, code: str, moment: Moment
) -> tuple[Due, Span] | tuple[None, None]:
    """The time named after the commitment, else the one before it, and where that stands."""
    for start in (clause.commitment.start, clause.start):
        due = grammar_of(code).due_in(folded(text[start : clause.end]), moment)
        if due:
            span = Span(due.span.start + start, due.span.end + start)
            between = folded(text[span.end : clause.commitment.start]).split()
            return (None, None) if CONJUNCTIONS & set(between) else (due, span)
    return None, None


def _certainty(clause: _Clause, *, is_dated: bool, is_loose: bool) -> Certainty:
    if not is_dated:
        return Certainty.VAGUE
    return Certainty.LIKELY if clause.kind == "softly" or is_loose else Certainty.FIRM


def _is_strong(clause: _Clause, found: Mapping[str, list[Span]]) -> bool:
    """Whether the words bind us even without a day: to call, to send, to pay back."""
    places = found.get("promise.strong", ())
    return clause.kind == "commits" and any(
        clause.commitment.start <= place.start < clause.end for place in places
    )


def _trimmed(text: str, span: Span) -> Span:
    inner = span.of(text)
    start = span.start + len(inner) - len(inner.lstrip(_EDGE))
    return Span(start, max(start, span.start + len(inner.rstrip(_EDGE))))
