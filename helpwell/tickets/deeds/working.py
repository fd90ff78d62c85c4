"""Deeds that plan work: let a ticket rest, follow it, promise something, add steps."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.text import one_line, snippet
from helpwell.tickets.actions.following import follow
from helpwell.tickets.actions.promising import promise
from helpwell.tickets.actions.snoozing import snooze
from helpwell.tickets.actions.steps import add_steps
from helpwell.tickets.deeds.deed import Deed, Kept
from helpwell.tickets.models import Ticket

MOST_DAYS = 365
MORNING, EVENING = 9, 17  # hours of the clock of whoever does it
MOST_STEPS = 50


@dataclass(frozen=True)
class Rest(Deed):
    """Let it rest until the morning of a day to come."""

    name = "snooze"
    needs = "tickets.snooze"
    turn = 90
    days: int

    @classmethod
    def read(cls, kept: Kept) -> Self:
        return cls(_days(kept["days"]))

    @property
    def kept(self) -> Kept:
        return {"days": self.days}

    @property
    def words(self) -> str:
        words = ngettext("snoozes it until tomorrow", "snoozes it for %s days", self.days)
        return words % self.days if "%s" in words else words

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return snooze(ticket, until=_moment(self.days, MORNING, of=by), by=by)


@dataclass(frozen=True)
class Follow(Deed):
    """Let whoever does it hear what happens on it."""

    name = "follow"
    needs = "tickets.note"

    @classmethod
    def read(cls, kept: Kept) -> Self:
        return cls()

    @property
    def kept(self) -> Kept:
        return {}

    @property
    def words(self) -> str:
        return _("lets you follow it")

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return follow(ticket, agents=[by], by=by)


@dataclass(frozen=True)
class GivePromise(Deed):
    """Note a promise with a day by which it is kept."""

    name = "promise"
    needs = "tickets.promise"
    said: str
    days: int

    @classmethod
    def read(cls, kept: Kept) -> Self:
        said = snippet(str(kept["words"]), 300)
        if not said:
            raise ValueError
        return cls(said, _days(kept["days"]))

    @property
    def kept(self) -> Kept:
        return {"words": self.said, "days": self.days}

    @property
    def words(self) -> str:
        said = {"words": self.said, "days": self.days}
        return (
            ngettext(
                "notes the promise “%(words)s” for tomorrow",
                "notes the promise “%(words)s” within %(days)s days",
                self.days,
            )
            % said
        )

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return promise(ticket, words=self.said, due_at=_moment(self.days, EVENING, of=by), by=by)


@dataclass(frozen=True)
class AddSteps(Deed):
    """Put steps onto its checklist."""

    name = "steps"
    needs = "tickets.note"
    texts: tuple[str, ...]

    @classmethod
    def read(cls, kept: Kept) -> Self:
        texts = kept["texts"]
        if not isinstance(texts, list):
            raise TypeError(texts)
        lines = tuple(line for each in texts[:MOST_STEPS] if (line := one_line(str(each))[:300]))
        if not lines:
            raise ValueError
        return cls(lines)

    @property
    def kept(self) -> Kept:
        return {"texts": list(self.texts)}

    @property
    def words(self) -> str:
        count = len(self.texts)
        return ngettext("adds a step to its checklist", "adds %s steps to its checklist", count) % (
            () if count == 1 else count
        )

    def act(self, ticket: Ticket, *, by: User) -> int | None:
        return add_steps(ticket, text="\n".join(self.texts), by=by)


def _days(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_DAYS:
        raise ValueError(value)
    return value


def _moment(days: int, hour: int, *, of: User) -> datetime:
    """That hour of the day so many days ahead, by a person's own clock."""
    try:
        zone = ZoneInfo(of.time_zone or "UTC")
    except (ValueError, ZoneInfoNotFoundError):
        zone = ZoneInfo("UTC")
    day = (clock.now().astimezone(zone) + timedelta(days=days)).date()
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)
