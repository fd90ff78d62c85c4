"""When an inbox is quieter than it ever is at this time of the week.

The rule: of the last `WEEKS` weeks it is counted how many mails came in each hour of the week. An
inbox is silent when, at that pace, `MANY` mails or more should have come since its last one, and
that was `SHORTEST` ago or longer. Where mails come by chance at an even pace, a pause so long comes
about once in 3,000 (e to the power of -8). Before `LEAST` of history nothing is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

WEEKS = 8
MANY = 8.0
SHORTEST = timedelta(hours=2)
LEAST = timedelta(days=14)
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)

Slot = tuple[int, int]  # day of the week (Monday is 1) and hour, in UTC


@dataclass
class Pace:
    """How much mail an inbox has got, by hours of the week, from its first to its last."""

    first_at: datetime
    last_at: datetime
    mails: dict[Slot, int] = field(default_factory=dict)

    def is_silent(self, now: datetime) -> bool:
        """Whether it should have got mail long ago."""
        if now - self.last_at < SHORTEST or self.last_at - self.first_at < LEAST:
            return False
        weeks = (self.last_at - self.first_at) / WEEK
        return expected(self.mails, weeks=weeks, since=self.last_at, until=now) >= MANY


def expected(mails: Mapping[Slot, int], *, weeks: float, since: datetime, until: datetime) -> float:
    """How many mails usually come between two moments; counted no further than `MANY`."""
    total, moment = 0.0, since.astimezone(UTC)
    while moment < until and total < MANY:
        end = min(until, moment.replace(minute=0, second=0, microsecond=0) + HOUR)
        a_week = mails.get((moment.isoweekday(), moment.hour), 0) / weeks
        total += a_week * ((end - moment) / HOUR)
        moment = end
    return total
