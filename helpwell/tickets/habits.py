"""How this house deals with its tickets, and its own words for statuses."""

from datetime import datetime, timedelta
from functools import lru_cache

from helpwell.fields.queries import edition
from helpwell.tickets.models import CustomStatus, Habits, Ticket

LONGEST_REMINDER = 5000  # characters
LONGEST_DAYS = 3650  # of any habit
KEPT = 8  # editions; a process needs the newest


def habits(*, at: int | None = None) -> Habits:
    """What was said of it, or the usual where nobody has; `at` as in `own_statuses`."""
    return _habits(edition() if at is None else at)


@lru_cache(maxsize=KEPT)
def _habits(_edition: int) -> Habits:
    return Habits.objects.order_by("pk").first() or Habits()


def gone_at(ticket: Ticket) -> datetime | None:
    """When a ticket in the trash is deleted for good."""
    if ticket.trashed_at is None:
        return None
    kept = timedelta(days=habits(at=ticket.fields_edition).keep_trash_days)
    return ticket.trashed_at + kept


def own_statuses(*, at: int | None = None) -> tuple[CustomStatus, ...]:
    """The house's own statuses that can be chosen, in its order; as of an edition (of what is
    arranged) read before, or of now. The whole process shares them: nobody changes them."""
    return _own_statuses(edition() if at is None else at)


@lru_cache(maxsize=KEPT)
def _own_statuses(_edition: int) -> tuple[CustomStatus, ...]:
    return tuple(CustomStatus.objects.filter(is_active=True))
