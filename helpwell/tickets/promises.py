"""Reading promises: what is owed, by whom, and what became of what was promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from statistics import median

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.numbers import whole
from helpwell.tickets.models import Promise, Ticket
from helpwell.tickets.permissions import visibility

WHOSE = {"mine": _("Mine"), "groups": _("My groups’"), "all": _("Everybody’s")}
OUTCOMES = ("made", "kept", "broken", "open", "withdrawn")
MOST_LISTED = 200
MOST_MONTHS = 24
MOST_REPORTED = 50_000


@dataclass(frozen=True)
class Outcome:
    """What became of a team's promises of a month; shares and times only where there are any."""

    month: str
    group_id: int | None
    team: str
    made: int
    kept: int
    broken: int
    still_open: int
    median_late: timedelta | None

    @property
    def begins(self) -> datetime:
        """The first day of the month, for its name."""
        return datetime.strptime(self.month, "%Y-%m")

    @property
    def share(self) -> int | None:
        """Percent kept of those whose time has come or that were kept before it."""
        decided = self.kept + self.broken
        return round(100 * self.kept / decided) if decided else None


def promises_seen_by(user: User) -> QuerySet[Promise]:
    """Promises on tickets that this person may see and that are in no trash or spam."""
    seen = Promise.objects.filter(visibility(user, prefix="ticket__"))
    return seen.exclude(ticket__status__in=Ticket.HIDDEN)


def owed(user: User, whose: str) -> QuerySet[Promise]:
    """Open promises, what is due first (so overdue ones before all): mine, my groups' or all."""
    still = promises_seen_by(user).filter(state=Promise.State.OPEN)
    mine = Q(ticket__assignee=user.pk) | Q(ticket__assignee=None, made_by=user.pk)
    rules = {"mine": mine, "groups": Q(ticket__group__in=user.group_ids)}
    return still.filter(rules.get(whose, Q())).order_by("due_at", "pk")


def owed_soon(user: User) -> int:
    """How many of mine are overdue or due within a day; what the left column counts."""
    return owed(user, "mine").filter(due_at__lt=clock.now() + timedelta(days=1)).count()


def promises_on(ticket: Ticket) -> list[Promise]:
    """The open promises of a ticket, what is due first."""
    still = Promise.objects.filter(ticket=ticket, state=Promise.State.OPEN)
    return list(still.select_related("made_by").order_by("due_at", "pk")[:50])


def kept_by(ticket: Ticket, *, not_made_in: int) -> list[Promise]:
    """Open promises that an answer may have kept: those that it did not make itself."""
    return [each for each in promises_on(ticket) if each.message_id != not_made_in]


def with_outcome(
    user: User, outcome: str, *, month: str = "", group: str = "", zone: tzinfo
) -> QuerySet[Promise]:
    """The promises behind a figure of the report, by the moment they were due."""
    found = promises_seen_by(user).filter(_OUTCOMES[outcome])
    if span := _span_of(month, zone):
        found = found.filter(due_at__gte=span[0], due_at__lt=span[1])
    if group:
        found = found.filter(ticket__group=whole(group))
    return found.order_by("-due_at", "-pk")


def outcomes(user: User, *, zone: tzinfo) -> list[Outcome]:
    """For each month and team of two years what was promised and what became of it."""
    since = clock.now() - timedelta(days=31 * MOST_MONTHS)
    seen = promises_seen_by(user).filter(due_at__gte=since).exclude(_OUTCOMES["withdrawn"])
    rows = seen.values_list(
        "due_at", "settled_at", "state", "is_overdue", "ticket__group", "ticket__group__name"
    )
    sorted_rows: dict[tuple[str, int | None, str], list[_Row]] = {}
    for due_at, settled_at, state, is_overdue, group_id, team in rows[:MOST_REPORTED]:
        key = (due_at.astimezone(zone).strftime("%Y-%m"), group_id, team or "")
        sorted_rows.setdefault(key, []).append((due_at, settled_at, state, is_overdue))
    ordered = sorted(sorted_rows.items(), key=lambda item: item[0][2])
    ordered.sort(key=lambda item: item[0][0], reverse=True)
    return [_outcome(*key, found) for key, found in ordered]


type _Row = tuple[datetime, datetime | None, str, bool]

_KEPT = Q(state=Promise.State.KEPT, is_overdue=False)
_BROKEN = Q(is_overdue=True)
_OUTCOMES = {
    "made": ~Q(state=Promise.State.WITHDRAWN, is_overdue=False),
    "kept": _KEPT,
    "broken": _BROKEN,
    "open": Q(state=Promise.State.OPEN, is_overdue=False),
    "withdrawn": Q(state=Promise.State.WITHDRAWN, is_overdue=False),
}


def _outcome(month: str, group_id: int | None, team: str, rows: Iterable[_Row]) -> Outcome:
    rows = list(rows)
    late = [
        max(0.0, (settled - due).total_seconds())
        for due, settled, state, overdue in rows
        if overdue and settled and state == Promise.State.BROKEN
    ]
    return Outcome(
        month=month,
        group_id=group_id,
        team=team,
        made=len(rows),
        kept=sum(state == Promise.State.KEPT and not overdue for _, _, state, overdue in rows),
        broken=sum(overdue for *_, overdue in rows),
        still_open=sum(
            state == Promise.State.OPEN and not overdue for _, _, state, overdue in rows
        ),
        median_late=timedelta(seconds=median(late)) if late else None,
    )


def _span_of(month: str, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """From the first moment of a month YYYY-MM to that of the next; nothing for other words."""
    try:
        begins = datetime.strptime(month, "%Y-%m").replace(tzinfo=zone)
    except ValueError:
        return None
    later = begins + timedelta(days=32)
    return begins, later.replace(day=1)
