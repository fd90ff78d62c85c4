"""How a customer's message sounds, by words that people can read and mend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from helpwell.language.cutting import Token, last_pieces, tokens
from helpwell.language.identify import language_of
from helpwell.language.matching import Found, phrases_of
from helpwell.language.spans import Span, without_quotes
from helpwell.language.tables import table_of

MOST_CHARACTERS = 20_000
REACH = 3
ENOUGH = 0.5
STRONGER, WEAKER = 1.5, 0.6
SHOUTING = 1.3
LEAST_SHOUTED = 2
FAINT_THANKS = 0.3
WARNINGS = ("harm", "leave", "legal", "press")


class Feeling(StrEnum):
    """What a message sounds like; the first of equals is taken."""

    ANGRY = "angry"
    WORRIED = "worried"
    DISAPPOINTED = "disappointed"
    PLEASED = "pleased"
    THANKING = "thanking"
    NEUTRAL = "neutral"

    @property
    def is_upset(self) -> bool:
        """Whether somebody who feels so wants to be heard first."""
        return self in {Feeling.ANGRY, Feeling.WORRIED, Feeling.DISAPPOINTED}


# What the contrary of a feeling is: “not happy” is disappointed, “no worries” is nothing.
NEGATED = {Feeling.PLEASED: Feeling.DISAPPOINTED, Feeling.THANKING: Feeling.DISAPPOINTED}


@dataclass(frozen=True)
class Sign:
    """One place that speaks for a feeling, and how much (1 is a plain word)."""

    feeling: Feeling
    span: Span
    weight: float


@dataclass(frozen=True)
class Mood:
    """The feeling that weighs most, by its signs, and what the customer warns us of."""

    feeling: Feeling
    strength: float
    signs: Sequence[Sign] = ()
    warnings: dict[str, list[Span]] = field(default_factory=dict)

    @property
    def says_harm(self) -> bool:
        """Whether somebody or something may have come to harm."""
        return "harm" in self.warnings


def mood_of(text: str, language: str | None = None) -> Mood:
    """The mood of a message in one of seven languages; neutral elsewhere.

    `warnings` names `harm`, and threats to `leave`, of `legal` steps and of the `press`.
    Quoted lines are not the customer's; 20,000 characters are read.
    """
    own = without_quotes(text[:MOST_CHARACTERS])
    code = language or language_of(own) or "en"
    if not table_of(code).has("mood"):
        return Mood(Feeling.NEUTRAL, 0.0)
    read = tokens(own, code)
    found = phrases_of(code, *_names()).find(read)
    signs = list(_signs(own, read, found, code))
    feeling, strength = _heaviest(signs)
    mine = [sign for sign in signs if sign.feeling == feeling]
    return Mood(feeling, strength, mine, _warnings(found))


@cache
def _names() -> tuple[str, ...]:
    felt = [feeling for feeling in Feeling if feeling != Feeling.NEUTRAL]
    return tuple(f"mood.{name}" for name in (*felt, *WARNINGS, "beforehand"))


def _warnings(found: Found) -> dict[str, list[Span]]:
    return {name: found[f"mood.{name}"] for name in WARNINGS if found.get(f"mood.{name}")}


def _heaviest(signs: Sequence[Sign]) -> tuple[Feeling, float]:
    felt = [feeling for feeling in Feeling if feeling != Feeling.NEUTRAL]
    sums = {f: round(sum(s.weight for s in signs if s.feeling == f), 2) for f in felt}
    feeling = max(felt, key=lambda each: sums[each])
    return (feeling, sums[feeling]) if sums[feeling] >= ENOUGH else (Feeling.NEUTRAL, 0.0)


def _signs(text: str, read: list[Token], found: Found, code: str) -> Iterator[Sign]:
    place = {token.start: at for at, token in enumerate(read)}
    loud = SHOUTING if _is_shouted(text) else 1.0
    faint = found.get("mood.beforehand", [])
    for feeling in Feeling:
        for span in found.get(f"mood.{feeling}", ()):
            said = _sign(feeling, span, read[max(0, place[span.start] - REACH) : place[span.start]],
                         read[place[span.start]].sentence, code)  # fmt: skip
            is_faint = any(each.start <= span.start < each.end for each in faint)
            if said and is_faint:
                said = Sign(said.feeling, span, said.weight * FAINT_THANKS)
            if said:
                yield Sign(said.feeling, span, round(said.weight * loud**said.feeling.is_upset, 2))


def _sign(
    feeling: Feeling, span: Span, before: list[Token], sentence: int, code: str
) -> Sign | None:
    """What a place says, with the few words before it in the same sentence."""
    near = {token.word for token in before if token.sentence == sentence}
    if near & _pieces(code, "negators"):
        opposite = NEGATED.get(feeling)
        return Sign(opposite, span, 1.0) if opposite else None
    stronger = STRONGER if near & _pieces(code, "intensifiers") else 1.0
    weaker = WEAKER if near & _pieces(code, "diminishers") else 1.0
    return Sign(feeling, span, stronger * weaker)


@cache
def _pieces(code: str, name: str) -> frozenset[str]:
    return last_pieces(table_of(code).words(f"mood.{name}"))


def _is_shouted(text: str) -> bool:
    shouted = [word for word in text.split() if len(word) > 3 and word.isupper() and word.isalpha()]
    return "!!" in text or len(shouted) >= LEAST_SHOUTED
