"""Moments reckoned from when something was said: days, working days, weeks and their ends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

DAY_ENDS = time(18)
FRIDAY, SATURDAY = 4, 5
FURTHEST_DAYS = 3660
SHORT_UNITS = {"minute": 60, "hour": 3600}
UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14}


@dataclass(frozen=True)
class Moment:
    """When something was said, on the clock of the customer's zone."""

    said: datetime

    @classmethod
    def of(cls, said_at: datetime, zone: tzinfo) -> "Moment":
        """The same moment in `zone`; a moment without a zone is taken as UTC."""
        aware = said_at if said_at.tzinfo else said_at.replace(tzinfo=UTC)
        return cls(aware.astimezone(zone))

    @property
    def today(self) -> date:
        """The day on which it was said."""
        return self.said.date()

    def at(self, day: date, clock: time | None = None) -> datetime:
        """That day at this hour, or at its end."""
        return datetime.combine(day, clock or DAY_ENDS, self.said.tzinfo)

    def after(self, number: float, unit: str) -> datetime | None:
        """So many minutes, hours, days, working days, weeks or months later; None if absurd."""
        if unit in SHORT_UNITS:
            seconds = number * SHORT_UNITS[unit]
            return self.said + timedelta(seconds=seconds) if seconds < 1e7 else None
        days = int(number)
        if days > FURTHEST_DAYS / 31:
            return None
        if unit == "workday":
            return self.at(self.working_day(days))
        if unit == "month":
            return self.at(_months_after(self.today, days))
        return self.at(self.today + timedelta(days=round(number * UNIT_DAYS[unit])))

    def working_day(self, number: int) -> date:
        """The day that ends this number of working days, Monday to Friday, after today."""
        day = self.today
        while number > 0:
            day += timedelta(days=1)
            number -= day.weekday() < SATURDAY
        return day

    def weekday(self, day: int, *, weeks: int = 0) -> date:
        """The next such day (0 is Monday) after today; with `weeks`, that of so many weeks on."""
        if weeks:
            monday = self.today - timedelta(days=self.today.weekday())
            return monday + timedelta(days=7 * weeks + day)
        return self.today + timedelta(days=(day - self.today.weekday() - 1) % 7 + 1)

    def named(self, rule: str) -> tuple[datetime, bool]:
        """What a rule of a table such as `day 1 12:00` means, and whether it is a loose span."""
        kind, number, *clock = rule.split()
        day = _NAMED[kind](self, int(number))
        hour = time.fromisoformat(clock[0]) if clock else None
        return self.at(day, hour), kind not in {"day", "workday"}

    def calendar_day(self, day: int, month: int | None, year: int | None) -> date | None:
        """The date meant; without a year (or month) the next one from today on. None if absent."""
        try:
            if year is not None and month is not None:
                return date(year, month, day)
            if month is not None:
                here = date(self.today.year, month, day)
                return here if here >= self.today else date(here.year + 1, month, day)
            here = date(self.today.year, self.today.month, day)
            return here if here >= self.today else _months_after(here, 1)
        except ValueError:
            return None


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _last_of(year, month + 1).day))


def _last_of(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _end_of_week(moment: Moment, weeks: int) -> date:
    """The Friday of that week; at the weekend this week's end is the next Friday."""
    day = moment.today - timedelta(days=moment.today.weekday() - FRIDAY - 7 * weeks)
    return day if day >= moment.today else day + timedelta(days=7)


def _end_of_month(moment: Moment, months: int) -> date:
    there = _months_after(moment.today.replace(day=1), months)
    return _last_of(there.year, there.month)


_NAMED: dict[str, Callable[[Moment, int], date]] = {
    "day": lambda moment, number: moment.today + timedelta(days=number),
    "workday": lambda moment, number: moment.working_day(number),
    "week": _end_of_week,
    "monday": lambda moment, number: moment.weekday(0, weeks=number),
    "saturday": lambda moment, number: moment.weekday(SATURDAY + 1, weeks=number),
    "month": _end_of_month,
    "year": lambda moment, number: date(moment.today.year + number, 12, 31),
}
