"""Telling talks: every talk of the content with its customer, its agent and its own wording."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from email.utils import parseaddr
from random import Random

from helpwell.demo import cast
from helpwell.demo.cast import CONTENT, Colleague, Person
from helpwell.demo.script import Talk, Turn, talks_in

CHOICE = re.compile(r"<(?:(\d):)?([^<>]*)>")
SLOT = re.compile(r"\{([a-z]+)\}")
BLANKS = re.compile(r"[ \t]{2,}")
NEWEST_ORDER = 20930
ORDERS_A_DAY = 10
YOUNGEST_DAYS, OLDEST_DAYS = 2, 88
ANSWERING_ROLES = ("agent", "lead", "specialist")
CHANCE_OF_OPTIONAL = 0.6


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One talk that will have happened: with this customer, so many days ago."""

    talk: Talk
    person: Person
    language: str
    is_woven: bool = False
    age_days: int = 0


def tellings(random: Random) -> list[Telling]:
    """Everything that is said in the demo: the written talks, then the woven ones."""
    written = [_written(talk) for talk in talks_in(CONTENT / "talks")]
    return [*written, *_woven(list(talks_in(CONTENT / "woven")), random)]


def _written(talk: Talk) -> Telling:
    person = cast.customers().get(talk.who) or _stranger(talk)
    return Telling(talk=talk, person=person, language=talk.language or person.language)


def _stranger(talk: Talk) -> Person:
    """Somebody who is not in customers.toml; the desk meets them by their mail."""
    name, email = parseaddr(talk.sender)
    known = next((one for one in cast.customers().values() if one.email == email), None)
    return known or Person(key="", name=name, email=email, language=talk.language)


def _woven(patterns: list[Talk], random: Random) -> Iterator[Telling]:
    """Each pattern as often as it says; ages spread evenly over the three months."""
    count = sum(pattern.times for pattern in patterns)
    ages = [YOUNGEST_DAYS + (OLDEST_DAYS - YOUNGEST_DAYS) * n // count for n in range(count)]
    random.shuffle(ages)
    desk = _Desk()
    for pattern in patterns:
        people = _shuffled(_speakers(pattern.language, at=pattern.inbox), random)
        wording = _Wording(pattern, random)
        for number in range(pattern.times):
            person, age = people[number % len(people)], ages.pop()
            yield _told(pattern, random, person=person, age=age, wording=wording, desk=desk)


def _told(
    pattern: Talk,
    random: Random,
    *,
    person: Person,
    age: int,
    wording: "_Wording",
    desk: "_Desk",
) -> Telling:
    agent = desk.next_for(pattern)
    slots = _slots(person, agent, age, random)
    said = wording.next()
    turns = tuple(
        replace(
            turn,
            who=agent.key if turn.who == "agent" else turn.who,
            text=_filled(turn.text, slots),
            props=tuple((kind, _filled(value, slots)) for kind, value in turn.props),
        )
        for turn in _until_it_ends(said.turns, random)
    )
    talk = replace(said, subject=_filled(said.subject, slots), turns=turns)
    return Telling(talk=talk, person=person, language=pattern.language, is_woven=True, age_days=age)


def _until_it_ends(turns: Iterable[Turn], random: Random) -> Iterator[Turn]:
    """The turns up to one that comes only sometimes, and this time did not."""
    for turn in turns:
        if turn.is_optional and random.random() > CHANCE_OF_OPTIONAL:
            return
        yield turn


def _slots(person: Person, agent: Colleague, age: int, random: Random) -> dict[str, str]:
    key = random.choice(("heron", "crane", "dipper", "wren", "swift", "martin", "jay", "kite"))
    product = cast.company()["products"][key]
    order = NEWEST_ORDER - (age + 8) * ORDERS_A_DAY - random.randrange(ORDERS_A_DAY)
    years = random.randrange(2, 8)
    return {
        "name": person.name,
        "first": person.first_name,
        "greeting": person.greet,
        "agent": agent.first_name,
        "order": str(order),
        "invoice": f"{{year}}-{order - 19750:04}",
        "product": product["name"],
        "price": product["price"],
        "colour": random.choice(cast.words(person.language).colours),
        "label": f"{26 - years}-{random.randrange(100, 2400):04}",
        "years": str(years),
        "people": str(random.choice((12, 15, 18, 24, 30, 36))),
    }


def _filled(text: str, slots: dict[str, str]) -> str:
    """The text with its slots filled; days and dates wait until it is known when it is said."""
    filled = SLOT.sub(lambda slot: slots.get(slot[1], slot[0]), text)
    return "\n".join(BLANKS.sub(" ", line).rstrip() for line in filled.splitlines()).strip()


def _speakers(language: str, *, at: str) -> list[Person]:
    """Private customers of a language; businesses, too, where they would write."""
    return [
        person
        for person in cast.customers().values()
        if person.language == language
        and person.is_woven
        and (at != "support" or not person.organisation)
    ]


def _shuffled(people: list[Person], random: Random) -> list[Person]:
    random.shuffle(people)
    return people


class _Wording:
    """Deals the wordings of a pattern like cards, so that they are used evenly."""

    def __init__(self, pattern: Talk, random: Random) -> None:
        self.pattern = pattern
        self.random = random
        self.decks: dict[str, list[int]] = {}
        self.together: dict[str, int] = {}

    def next(self) -> Talk:
        """The pattern with one wording chosen at each place."""
        self.together = {}
        return replace(
            self.pattern,
            subject=self._chosen(self.pattern.subject),
            turns=tuple(replace(turn, text=self._chosen(turn.text)) for turn in self.pattern.turns),
        )

    def _chosen(self, text: str) -> str:
        return CHOICE.sub(self._at, text)

    def _at(self, place: re.Match[str]) -> str:
        number, alternatives = place[1], place[2].split("|")
        if number is None:
            return alternatives[self._dealt(place[2], len(alternatives))]
        if number not in self.together:
            self.together[number] = self._dealt(number, len(alternatives))
        return alternatives[self.together[number]]

    def _dealt(self, deck_name: str, size: int) -> int:
        deck = self.decks.setdefault(deck_name, [])
        if not deck:
            deck.extend(range(size))
            self.random.shuffle(deck)
        return deck.pop()


class _Desk:
    """Gives each talk to an agent of its group and language, the least busy one first."""

    def __init__(self) -> None:
        self.busy: Counter[str] = Counter()

    def next_for(self, talk: Talk) -> Colleague:
        """Somebody who answers this language, if possible from the talk's group."""
        able = [one for one in _answering() if talk.language in one.languages]
        ours = [one for one in able if talk.group in one.groups]
        chosen = min(ours or able, key=lambda one: self.busy[one.key])
        self.busy[chosen.key] += 1
        return chosen


def _answering() -> Iterable[Colleague]:
    return (one for one in cast.colleagues().values() if one.role in ANSWERING_ROLES)
