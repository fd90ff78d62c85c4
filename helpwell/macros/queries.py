"""Reading macros and snippets: what somebody may use, and how it fared."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Max, Q, QuerySet, Value, When

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.text import fold, one_line, storable
from helpwell.macros.models import Answer, Kept, Macro, Snippet, Use
from helpwell.macros.permissions import SHARE
from helpwell.tickets.models import Ticket

SHOWN = 12  # snippets in the list at the caret
MACROS_SHOWN = 50
ON_TICKETS = (Macro.Moment.REPLY, Macro.Moment.NOTE)  # those that begin one come too late
PERIOD_DAYS = 90
RETIRE_DAYS = 180


def snippets_for(user: User, typed: str) -> QuerySet[Snippet]:
    """Those that fit the letters typed after /: by shortcut, then name, then what they say."""
    letters = fold(one_line(storable(typed)))
    found = _found(Snippet.objects.usable_by(user), letters)
    best = Case(
        When(shortcut=letters, then=Value(0)),
        When(shortcut__startswith=letters, then=Value(1)),
        When(name__istartswith=typed, then=Value(2)),
        When(name__icontains=typed, then=Value(3)),
        default=Value(4),
    )
    return found.alias(rank=best).order_by("rank", "-used", "name", "pk")[:SHOWN]


def macros_for(
    user: User, typed: str = "", *, moments: Collection[str] = ON_TICKETS
) -> QuerySet[Macro]:
    """Those of these moments that fit what is typed, most used by this person first."""
    found = _found(Macro.objects.usable_by(user), fold(one_line(storable(typed))))
    found = found.filter(moment__in=moments)
    since = clock.now() - timedelta(days=PERIOD_DAYS)
    mine = Count("use", filter=Q(use__agent=user, use__chosen_at__gte=since))
    return found.annotate(mine=mine).order_by("-mine", "name", "pk")[:MACROS_SHOWN]


def prepared_on(ticket: Ticket, user: User, *, mode: str) -> QuerySet[Use]:
    """The macros whose words wait in this person's composer."""
    uses = Use.objects.prepared().filter(ticket=ticket, agent=user, mode=mode)
    return uses.select_related("macro").order_by("pk")


def changeable_by[M: (Macro, Snippet)](rows: QuerySet[M], user: User) -> QuerySet[M]:
    """Those of `rows` that this person may change: their own, and shared ones with the right to."""
    shared = Q(owner=None) if user.can(SHARE) else Q(pk__in=[])
    return rows.filter(Q(owner=user) | shared)


def may_change(kept: Kept, user: User) -> bool:
    """Whether this person may change it."""
    return kept.owner_id == user.pk or (kept.owner_id is None and user.can(SHARE))


@dataclass(frozen=True)
class Effect:
    """How the answers with a macro fared, or all answers; shares are None where nothing counts."""

    used: int
    answers: int = 0
    solved: int = 0
    reopened: int = 0
    edited: int = 0

    @property
    def edited_share(self) -> float | None:
        return _share(self.edited, self.answers)

    @property
    def solved_share(self) -> float | None:
        return _share(self.solved, self.answers)

    @property
    def reopened_share(self) -> float | None:
        return _share(self.reopened, self.solved)


def effects(macros: Sequence[Macro], *, days: int = PERIOD_DAYS) -> dict[int, Effect]:
    """By macro, how it was used in the last `days`."""
    uses = Use.objects.done().filter(macro__in=macros, done_at__gte=_since(days))
    rows = uses.values("macro").annotate(
        used=Count("pk"),
        answers=Count("message"),
        solved=Count("pk", filter=Q(has_solved=True)),
        reopened=Count("reopened_at", filter=Q(has_solved=True)),
        edited=Count("pk", filter=Q(changed__gt=0)),
    )
    return {
        row["macro"]: Effect(
            used=row["used"],
            answers=row["answers"],
            solved=row["solved"],
            reopened=row["reopened"],
            edited=row["edited"],
        )
        for row in rows
    }


def base_effect(*, days: int = PERIOD_DAYS) -> Effect:
    """How all answers of the last `days` fared, with and without macros."""
    rows = Answer.objects.filter(on__gte=_since(days).date())
    sums = rows.aggregate(
        answers=Count("pk"),
        solved=Count("pk", filter=Q(has_solved=True)),
        reopened=Count("reopened_at"),
    )
    return Effect(used=sums["answers"], **sums)


def retirable(macros: QuerySet[Macro]) -> QuerySet[Macro]:
    """Those that nobody has used for half a year."""
    long_ago = _since(RETIRE_DAYS)
    rows = macros.annotate(last=Max("use__chosen_at")).filter(changed_at__lt=long_ago)
    return rows.filter(Q(last=None) | Q(last__lt=long_ago))


def _found[M: (Macro, Snippet)](rows: QuerySet[M], letters: str) -> QuerySet[M]:
    for word in letters.split()[:6]:
        rows = rows.filter(findable__contains=word)
    return rows


def _since(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
