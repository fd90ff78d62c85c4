"""Keeping count of what saved views hold, as tickets change, as time passes, as views are made.

A trigger notes each ticket that changes (`Touched`); here all views judge a batch of them in one
query. Which tickets a view holds are its entries; a trigger on these keeps the tally that its
counts are sums of. One worker at a time does this, so no judgement overtakes a newer one.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import batched

from django.db import connection, transaction
from django.db.models import BooleanField, Case, F, Max, Q, QuerySet, Value, When

from helpwell.core import clock
from helpwell.live.actions import tell
from helpwell.tickets import rules
from helpwell.tickets.models import SavedView, Ticket, Touched, ViewEntry
from helpwell.tickets.standing_views import NOT_HIDDEN

BATCH = 500  # touched tickets judged at once
STRETCH = 20_000  # numbers of tickets a new view is filled by at once
VIEWS_AT_ONCE = 100
COUNTING = 5_217_402_211_906_707  # the advisory lock of whoever judges tickets for views
TIME_PASSES_EVERY = timedelta(seconds=10)

Key = tuple[int, int]  # view, ticket
Place = tuple[int | None, int | None]  # assignee, group


def count_views() -> None:
    """Bring what saved views hold up to date, however much there is to do."""
    let_time_pass()
    while count_touched() or fill_views():
        pass


@transaction.atomic
def count_touched() -> bool:
    """Let every view judge the next tickets that changed; whether there were any."""
    one_at_a_time()
    ids = _taken()
    if not ids:
        return False
    conditions = _conditions(SavedView.objects.all())
    if _judge(conditions, tickets=Q(pk__in=ids), entries=Q(ticket__in=ids)):
        tell("tickets")
    return True


@transaction.atomic
def let_time_pass() -> None:
    """Note the tickets that views judge otherwise by now because time has passed."""
    one_at_a_time()
    until = clock.now()
    vocabulary = rules.Vocabulary()
    late = SavedView.objects.filter(counted_at__lt=until - TIME_PASSES_EVERY)
    views = [view for view in late if rules.is_timed(view.rule, vocabulary)]
    if not views:
        return
    since = min(view.counted_at for view in views if view.counted_at)
    for crossed in rules.crossings([view.rule for view in views], since=since, until=until):
        ids = Ticket.objects.filter(crossed).values_list("pk", flat=True)
        Touched.objects.bulk_create((Touched(ticket_id=pk) for pk in ids.iterator()), 5000)
    SavedView.objects.filter(pk__in=[view.pk for view in views]).update(counted_at=until)


@transaction.atomic
def fill_views() -> bool:
    """Go on filling a view that is new or has another rule; whether there was one."""
    one_at_a_time()
    unfilled = SavedView.objects.exclude(counted_edition=F("edition"))
    view = unfilled.order_by("-counted_to", "pk").first()
    if view is None:
        return False
    if rules.is_personal(view.rule):
        ViewEntry.objects.filter(view=view).delete()
        _note(view, counted_edition=view.edition)
    else:
        _fill_a_stretch(view)
    return True


@transaction.atomic
def judge_anew(key: str) -> None:
    """Fill every view anew that asks about a property, such as `reason` or `ticket.size`, since
    something else lies below its choices now."""
    one_at_a_time()
    asking = [view.pk for view in SavedView.objects.all() if f'"{key}"' in json.dumps(view.rule)]
    SavedView.objects.filter(pk__in=asking).update(counted_edition=0, counted_to=0)


def _fill_a_stretch(view: SavedView) -> None:
    if not view.counted_to:
        _note(view, counted_at=clock.now())
    end = view.counted_to + STRETCH
    conditions = _conditions([view])
    _judge(
        conditions,
        tickets=Q(pk__gt=view.counted_to, pk__lte=end) & conditions[view.pk],
        entries=Q(ticket__gt=view.counted_to, ticket__lte=end),
    )
    last = Ticket.objects.aggregate(last=Max("pk"))["last"] or 0
    is_full = end >= last
    _note(view, counted_to=end, counted_edition=view.edition if is_full else view.counted_edition)
    if is_full:
        tell("tickets")


def _note(view: SavedView, **changes: object) -> None:
    """Unless its rule has changed since it was read: then filling begins anew."""
    SavedView.objects.filter(pk=view.pk, edition=view.edition).update(**changes)


def one_at_a_time() -> None:
    """Wait until nobody judges tickets for views; before any row is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COUNTING])


def _taken() -> list[int]:
    """The next touched tickets, each once; their notes are gone once this is committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM tickets_touched WHERE id IN "
            "(SELECT id FROM tickets_touched ORDER BY id LIMIT %s) RETURNING ticket_id",
            [BATCH],
        )
        return sorted({row[0] for row in cursor.fetchall()})


def _conditions(views: Iterable[SavedView]) -> dict[int, Q]:
    """The rules of the views that hold the same for everybody."""
    vocabulary = rules.Vocabulary()
    return {
        view.pk: rules.compile(view.rule, vocabulary=vocabulary)
        for view in views
        if not rules.is_personal(view.rule)
    }


def _judge(conditions: Mapping[int, Q], *, tickets: Q, entries: Q) -> bool:
    """Make the entries of these views for these tickets right; whether any had to change."""
    wanted = _wanted(conditions, Ticket.objects.filter(tickets & NOT_HIDDEN))
    had = {
        (view, ticket): (pk, (assignee, group))
        for pk, view, ticket, assignee, group in ViewEntry.objects.filter(
            entries, view__in=conditions
        ).values_list("pk", "view", "ticket", "assignee", "group")
    }
    gone = [pk for key, (pk, place) in had.items() if wanted.get(key) != place]
    new = [key for key, place in wanted.items() if key not in had or had[key][1] != place]
    ViewEntry.objects.filter(pk__in=gone).delete()
    ViewEntry.objects.bulk_create(_entry(key, wanted[key]) for key in new)
    return bool(gone or new)


def _wanted(conditions: Mapping[int, Q], tickets: QuerySet[Ticket]) -> dict[Key, Place]:
    """Which of the tickets lie in which view, and where each of them stands."""
    wanted: dict[Key, Place] = {}
    for some in batched(conditions.items(), VIEWS_AT_ONCE):
        views = [pk for pk, _condition in some]
        verdicts = {f"in_{pk}": _verdict(condition) for pk, condition in some}
        rows = tickets.annotate(**verdicts)
        for ticket, assignee, group, *held in rows.values_list(
            "pk", "assignee", "group", *verdicts
        ):
            for view in (view for view, holds in zip(views, held, strict=True) if holds):
                wanted[view, ticket] = (assignee, group)
    return wanted


def _verdict(condition: Q) -> Case:
    holds = When(condition or Q(pk__isnull=False), then=Value(True))
    return Case(holds, default=Value(False), output_field=BooleanField())


def _entry(key: Key, place: Place) -> ViewEntry:
    (view, ticket), (assignee, group) = key, place
    return ViewEntry(view_id=view, ticket_id=ticket, assignee=assignee, group=group)
