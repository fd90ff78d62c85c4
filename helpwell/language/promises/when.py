"""Words of time in a clause: “by Thursday at 5 pm”, “innerhalb von zwei Werktagen”, “demain”."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from helpwell.language.promises.moments import Moment
from helpwell.language.spans import Span
from helpwell.language.tables import Table, table_of

_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_NUMERIC = re.compile(
    r"(?<![\d.,/])(\d{1,2})([./])(\d{1,2})(?:\2(\d{4}|\d\d)|\.|(?=\s|$|,))(?!\d|[.,/]\d)"
)
_NUMBER = (
    r"(?P<number>\d{1,3}(?:[.,]5)?)"
    r"(?:\s?(?:-|–|to|bis|à|a|ou|or|oder|o|tot|of|e)\s?(?P<upto>\d{1,3}))?"
)
MORNING_ENDS = 12
SOME_DAYS = 3


@dataclass(frozen=True)
class Due:
    """Until when, which words say so, and whether they leave room (“next week”, “a few days”)."""

    at: datetime
    span: Span
    is_loose: bool = False


@dataclass(frozen=True)
class _Day:
    """A day that words name; `has_hour` when they name the hour too."""

    at: datetime
    span: Span
    is_loose: bool
    has_hour: bool = False


class Grammar:
    """How one language names days and hours, made from its table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        when: Any = table.content["when"]
        self.numbers: dict[str, float] = when["numbers"]
        self.units: dict[str, str] = when["units"]
        self.vague = {"", *table.phrases("when.vague")}
        self.named: dict[str, str] = when["named"]
        self.parts: dict[str, str] = when["parts"]
        self.weekdays = _places(when["weekdays"])
        self.months = _places(when["months"])
        self.span = _span_pattern(table, self.numbers, self.units)
        self.name = _words(self.named)
        self.part = _words(self.parts)
        self.weekday = _weekday_pattern(table, self.weekdays)
        self.dates = [_pattern(each, table, self.months) for each in when["dates"]]
        self.clocks = [_pattern(each, table, self.months) for each in when["clocks"]]

    def due_in(self, clause: str, moment: Moment) -> Due | None:
        """The moment that a clause (folded) names; the first day, with the hour beside it."""
        after = self._after(clause, moment)
        day = self._day(clause, moment)
        if after and (day is None or after.span.start <= day.span.start):
            return after
        hour, place = self._hour(clause, day)
        if day is None:
            return _by_the_hour(moment, hour, place) if hour and place else None
        if hour is None or day.has_hour:
            return Due(day.at, day.span, day.is_loose)
        spans = [day.span, place or day.span]
        return Due(moment.at(day.at.date(), hour), Span(min(spans)[0], max(s.end for s in spans)),
                   day.is_loose)  # fmt: skip

    def _after(self, clause: str, moment: Moment) -> Due | None:
        for found in self.span.finditer(clause):
            number = self._number(found)
            at = moment.after(number, self.units[_blank(found["unit"])])
            if at:
                is_loose = not found["number"] and _blank(found["word"] or "") in self.vague
                return Due(at, Span(*found.span()), is_loose=is_loose)
        return None

    def _number(self, found: re.Match[str]) -> float:
        if found["number"]:
            return float((found["upto"] or found["number"]).replace(",", "."))
        some = SOME_DAYS if self.units[_blank(found["unit"])] in {"day", "workday", "hour"} else 1
        return self.numbers.get(_blank(found["word"] or ""), some)

    def _day(self, clause: str, moment: Moment) -> _Day | None:
        """The first day that is named, the longest of its names."""
        readings: list[Callable[[str, Moment], Iterator[_Day]]] = [
            self._calendar_days, self._named_days, self._weekdays,
        ]  # fmt: skip
        days = [day for reading in readings for day in reading(clause, moment)]
        return min(days, key=lambda day: (day.span.start, -day.span.end), default=None)

    def _named_days(self, clause: str, moment: Moment) -> Iterator[_Day]:
        for found in self.name.finditer(clause):
            rule = self.named[_blank(found.group())]
            if not rule:  # a greeting, such as “guten Morgen”
                continue
            at, is_loose = moment.named(rule)
            yield _Day(at, Span(*found.span()), is_loose, has_hour=":" in rule)

    def _weekdays(self, clause: str, moment: Moment) -> Iterator[_Day]:
        for found in self.weekday.finditer(clause):
            weeks = 1 if found["next"] else 0
            day = moment.weekday(self.weekdays[found["day"]], weeks=weeks)
            yield _Day(moment.at(day), Span(*found.span()), is_loose=bool(weeks))

    def _calendar_days(self, clause: str, moment: Moment) -> Iterator[_Day]:
        for pattern in self.dates:
            for found in pattern.finditer(clause):
                parts = found.groupdict()
                month = self.months[parts["month"]] + 1 if parts.get("month") else None
                year = int(parts["year"]) if parts.get("year") else None
                yield from _real(moment.calendar_day(int(parts["day"]), month, year), found, moment)
        for found in _ISO.finditer(clause):
            year, month, number = map(int, found.groups())
            yield from _real(moment.calendar_day(number, month, year), found, moment)
        for found in _NUMERIC.finditer(clause):
            yield from self._numeric(found, moment)

    def _numeric(self, found: re.Match[str], moment: Moment) -> Iterator[_Day]:
        """“03.12.”, “3/12/2026”; in English either may be the month, so it stays unsure."""
        first, mark, second, year = found.groups()
        if mark == "." and not year and not found.group().endswith("."):
            return
        day, month = int(first), int(second)
        is_unsure = self.table.code == "en" and mark == "/" and day <= 12 and month <= 12
        if month > 12 >= day:
            day, month = month, day
        full = int(year) + 2000 * (len(year) == 2) if year else None
        yield from _real(moment.calendar_day(day, month, full), found, moment, is_loose=is_unsure)

    def _hour(self, clause: str, day: _Day | None) -> tuple[time | None, Span | None]:
        for pattern in self.clocks:
            for found in pattern.finditer(clause):
                hour = self._clock(found.groupdict())
                if hour and not (day and _overlap(day.span, found.span())):
                    return hour, Span(*found.span())
        if day:
            for found in self.part.finditer(clause):
                if not _overlap(day.span, found.span()):
                    return time.fromisoformat(self.parts[_blank(found.group())]), Span(
                        *found.span()
                    )
        return None, None

    def _clock(self, parts: dict[str, str | None]) -> time | None:
        hour, minute = int(parts["hour"] or 0), int(parts.get("minute") or 0)
        half, part = (parts.get("half") or "").rstrip("."), parts.get("part")
        is_late = half in self.table.words("when.pm") or part in {"tarde", "noche"}
        is_early = half in self.table.words("when.am")
        if is_late and hour < MORNING_ENDS:
            hour += 12
        elif is_early and hour == MORNING_ENDS:
            hour = 0
        elif not half and not part and parts.get("minute") is None and hour < 7:
            hour += 12  # nobody promises anything for five in the morning
        return time(hour, minute) if hour < 24 and minute < 60 else None


@cache
def grammar_of(language: str) -> Grammar:
    """The grammar of time of one of the languages that have one."""
    return Grammar(table_of(language))


def _by_the_hour(moment: Moment, hour: time, place: Span) -> Due:
    """An hour without a day: today, or tomorrow when it has passed."""
    today = moment.at(moment.today, hour)
    return Due(today if today > moment.said else today + timedelta(days=1), place)


def _real(
    day: date | None, found: re.Match[str], moment: Moment, *, is_loose: bool = False
) -> Iterator[_Day]:
    if day:
        yield _Day(moment.at(day), Span(*found.span()), is_loose)


def _overlap(span: Span, other: tuple[int, int]) -> bool:
    return span.start < other[1] and other[0] < span.end


def _blank(text: str) -> str:
    return " ".join(text.split())


def _places(names: list[str]) -> dict[str, int]:
    return {name: at for at, group in enumerate(names) for name in group.split()}


def _either(words: Any) -> str:
    """One of these phrases, the longest first, with any white space for a blank."""
    ranked = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ranked)


def _words(words: Any) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either(words)})(?!\w)")


def _weekday_pattern(table: Table, weekdays: dict[str, int]) -> re.Pattern[str]:
    following = _either(table.words("when.next_week_words")) or r"(?!)"
    long = [name for name in weekdays if len(name) > 3]
    short = [name for name in weekdays if len(name) <= 3]
    brief = rf"|(?:{_either(short)})(?=[.,]\s|\s\d)" if short else ""
    return re.compile(rf"(?<!\w)(?:(?P<next>{following})\s+)?(?P<day>{_either(long)}{brief})(?!\w)")


def _span_pattern(table: Table, numbers: Any, units: Any) -> re.Pattern[str]:
    within, fillers = _either(table.phrases("when.within")), _either(table.phrases("when.fillers"))
    return re.compile(
        rf"(?<!\w)(?:{within})\s+(?:(?:{fillers})\s+){{0,3}}"
        rf"(?:(?:{_NUMBER}|(?P<word>{_either(numbers)}))\s*)?"
        rf"(?:(?:{fillers})\s+)?(?P<unit>{_either(units)})(?!\w)"
    )


def _pattern(template: str, table: Table, months: dict[str, int]) -> re.Pattern[str]:
    """A template of a table as an expression: `{day} {month}`."""
    half = _either(table.words("when.am") | table.words("when.pm")) or "(?!)"
    slots = {
        "day": r"(?<!\d)(?P<day>3[01]|[12]\d|0?[1-9])",
        "month": rf"(?P<month>{_either(months)})(?!\w)",
        "year": r"(?P<year>20\d\d)",
        "hour": r"(?<![\d:.,€$£])(?P<hour>[01]?\d|2[0-4])",
        "minute": r"(?P<minute>[0-5]\d)",
        "half": rf"(?P<half>{half})(?!\w)",
    }
    for name, slot in slots.items():
        template = template.replace("{" + name + "}", slot)
    return re.compile(rf"{template}(?![\d€$£%])")
