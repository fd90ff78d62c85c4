"""When everything was said: customers at any hour, agents when the desk is open."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from helpwell.demo import cast
from helpwell.demo.chance import chance
from helpwell.demo.script import Turn
from helpwell.demo.telling import Telling

ZONE = ZoneInfo("Europe/Brussels")
LATEST = timedelta(minutes=2)
DAY = timedelta(days=1)
SATURDAY = 5
PATIENCE = timedelta(days=14)
THANKS_REST = timedelta(days=3)
ACKNOWLEDGES = timedelta(minutes=50)
CLOSES_AFTER = timedelta(days=7)
SLOT = re.compile(r"\{(weekday|date|year)([+-]\d+)?\}")
WRITING_HOURS = (7, 8, 8, 9, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One turn of one talk at its moment."""

    at: datetime
    number: int
    telling: Telling
    turn: Turn


def scenes(tellings: Iterable[Telling], *, now: datetime, random: Random) -> list[Scene]:
    """Every turn of every talk in the order in which it happened, until `now`."""
    found = [
        Scene(at=at, number=number, telling=telling, turn=_dated(turn, at, telling.language))
        for number, telling in enumerate(tellings)
        for at, turn in _whole(telling, now, random)
    ]
    return sorted(found, key=lambda scene: (scene.at, scene.number))


def said_on(at: datetime, text: str, language: str) -> str:
    """The text with its days and dates as they were called when it was said."""
    words, today = cast.words(language), at.astimezone(ZONE).date()

    def name(slot: re.Match[str]) -> str:
        offset = int(slot[2] or 0)
        if slot[1] == "year":
            return str(today.year + offset)
        if slot[1] == "weekday":
            return words.weekdays[_working_day(today, offset).weekday()]
        return date_in(language, today + offset * DAY)

    return SLOT.sub(name, text)


def date_in(language: str, day: date) -> str:
    """Such as `3. November`."""
    words = cast.words(language)
    return words.date.format(day=day.day, month=words.months[day.month - 1])


def _dated(turn: Turn, at: datetime, language: str) -> Turn:
    return replace(
        turn,
        text=said_on(at, turn.text, language),
        props=tuple((kind, said_on(at, value, language)) for kind, value in turn.props),
    )


def _whole(telling: Telling, now: datetime, random: Random) -> list[tuple[datetime, Turn]]:
    """The talk and what was done about it afterwards, as far as it is past."""
    played = _played(telling, now, random)
    return played + [(at, turn) for at, turn in _tidied(played, now) if at < now]


def _played(telling: Telling, now: datetime, random: Random) -> list[tuple[datetime, Turn]]:
    """The turns with their moments; a written talk moves back by days until all of it is past."""
    if telling.is_woven:
        began = _some_moment(now, telling.age_days, random)
        return [(at, turn) for at, turn in _in_turn(telling, began, now, random) if at < now]
    began = _began(telling, now)
    for days in range(40):
        played = list(_in_turn(telling, began - days * DAY, now, chance(began.isoformat())))
        moments = [at for at, _ in played]
        if moments == sorted(moments) and moments[-1] <= now - LATEST:
            return played
    raise AssertionError(telling.talk.subject)


def _in_turn(
    telling: Telling, began: datetime, now: datetime, random: Random
) -> Iterator[tuple[datetime, Turn]]:
    at = began
    for turn in telling.talk.turns:
        at = now - turn.ago if turn.ago is not None else at + turn.after
        if turn.ago is None and not turn.is_customers:
            at = _when_open(at, random)
        yield at, turn


def _began(telling: Telling, now: datetime) -> datetime:
    when = telling.talk.when
    assert when
    if when.at is None:
        return now - when.ago
    return _at(now.astimezone(ZONE).date() - when.days * DAY, when.at)


def _some_moment(now: datetime, age_days: int, random: Random) -> datetime:
    """When a customer might have written, fewer at the weekend."""
    day = now.astimezone(ZONE).date() - age_days * DAY
    if day.weekday() >= SATURDAY and random.random() < 0.5:
        day -= 2 * DAY
    moment = time(random.choice(WRITING_HOURS), random.randrange(60), random.randrange(60))
    return _at(day, moment)


def _when_open(at: datetime, random: Random) -> datetime:
    """The moment itself while the desk is open, otherwise soon after it opens again."""
    opens, closes = (time.fromisoformat(cast.company()[key]) for key in ("opens", "closes"))
    local = at.astimezone(ZONE)
    if local.weekday() < SATURDAY and opens <= local.time() < closes:
        return at
    day = local.date() + DAY if local.time() >= opens else local.date()
    while day.weekday() >= SATURDAY:
        day += DAY
    return _at(day, opens) + timedelta(seconds=random.randrange(180, 3300))


def _tidied(played: list[tuple[datetime, Turn]], now: datetime) -> Iterator[tuple[datetime, Turn]]:
    """What a tidy desk does after a talk: solve after thanks or silence, close a week later."""
    at, last = played[-1]
    agents = [turn.who for _, turn in played if turn.is_desks]
    if not agents or last.ago is not None or last.then in {"closed", "spam"}:
        return
    if last.is_customers and now - at > THANKS_REST:
        at = _when_open(at + ACKNOWLEDGES, chance(at.isoformat()))
        yield at, Turn(who=agents[-1], then="solved")
    elif not last.is_customers and last.then != "solved" and now - at > PATIENCE:
        at += PATIENCE
        yield at, Turn(who=agents[-1], then="solved")
    elif last.then != "solved":
        return
    yield at + CLOSES_AFTER, Turn(who="system", then="closed")


def _working_day(day: date, number: int) -> date:
    """The `number`th working day after `day`."""
    while number > 0 or day.weekday() >= SATURDAY:
        day += DAY
        number -= day.weekday() < SATURDAY
    return day


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, tzinfo=ZONE)
