"""When somebody is told: at their pace, and not in their quiet hours. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from helpwell.accounts.models import User
from helpwell.notifications.kinds import Kind
from helpwell.notifications.models import Wishes

GATHERING = timedelta(seconds=60)  # what is read in Helpwell meanwhile is not mailed


def mail_due(wishes: Wishes, kind: str, now: datetime) -> datetime:
    """When a mail about this leaves, in the zone of `now`'s person."""
    return after_quiet(wishes, kind, _at_pace(wishes, now))


def push_due(wishes: Wishes, kind: str, now: datetime) -> datetime:
    """When it is pushed."""
    return after_quiet(wishes, kind, now)


def after_quiet(wishes: Wishes, kind: str, at: datetime) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in."""
    begins, ends = wishes.quiet_from, wishes.quiet_until
    is_through = kind == Kind.MENTIONED and wishes.mentions_break_quiet
    if is_through or begins is None or ends is None or begins == ends:
        return at
    now = at.time()
    is_quiet = begins <= now < ends if begins < ends else now >= begins or now < ends
    return _next(at, ends) if is_quiet else at


def local(person: User, at: datetime) -> datetime:
    """The moment on this person's clock."""
    try:
        return at.astimezone(ZoneInfo(person.time_zone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        return at.astimezone(ZoneInfo("UTC"))


def _at_pace(wishes: Wishes, now: datetime) -> datetime:
    if wishes.pace == Wishes.Pace.HOURLY:
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if wishes.pace == Wishes.Pace.DAILY:
        return _next(now, wishes.daily_at)
    return now + GATHERING


def _next(now: datetime, at: time) -> datetime:
    """The next time the clock says `at`."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
