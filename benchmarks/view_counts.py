"""A hundred saved views and two hundred fields: filled, kept counted, listed."""

import time
from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection
from django.db.models import F

from benchmarks.browser import Browser
from benchmarks.house import Served
from benchmarks.measure import Figure, repeat
from benchmarks.people import ADMINISTRATOR, SCOPED, cookie_of
from helpwell.accounts.models import User
from helpwell.fields.models import Edition, Field
from helpwell.tickets import actions
from helpwell.tickets.models import SavedView, Touched

VIEWS, FIELDS = 100, 200
TOUCHED = 500
SHARE_NOTED = 7  # every so manieth ticket says something in a field
PATIENCE_SECONDS = 3600


def measure(served: Served, count: int) -> Iterator[Figure]:
    """How long views take to fill and to follow, and what lists cost beside them."""
    _define_fields()
    if SavedView.objects.count() != VIEWS or not _all_counted():
        yield _took(f"{VIEWS} new views, until all are counted", _make_views, _all_counted)
    touch = partial(_touch, served.house.tickets)
    yield _took(f"{TOUCHED} tickets change, until all views know", touch, _none_touched)
    rare, common = (SavedView.objects.get(name=name).pk for name in ("View 7", "View 0"))
    pages = {
        "list of a rare view": (ADMINISTRATOR, False, f"/inbox/view-{rare}/"),
        "list of a common view": (ADMINISTRATOR, False, f"/inbox/view-{common}/"),
        "list of a common view, scoped agent": (SCOPED, False, f"/inbox/view-{common}/"),
        "100 saved views with counts": (ADMINISTRATOR, True, "/inbox/open/views/"),
        "the same, scoped agent": (SCOPED, True, "/inbox/open/views/"),
    }
    for what, (person, is_fragment, path) in pages.items():
        browser = Browser(served.house, cookie_of(person))
        act = partial(_got, browser, path, is_fragment)
        yield repeat(served, what, [act], count=count)


def _got(browser: Browser, path: str, is_fragment: bool, _number: int) -> object:
    return browser.get(path, is_fragment=is_fragment)


def _took(what: str, begin: Callable[[], None], is_done: Callable[[], bool]) -> Figure:
    begun = time.perf_counter()
    begin()
    while not is_done():
        assert time.perf_counter() - begun < PATIENCE_SECONDS, what
        time.sleep(0.02)
    seconds = time.perf_counter() - begun
    return Figure(what=what, count=1, p50=seconds * 1000, also=f"{seconds:.1f} s")


def _define_fields() -> None:
    """Two hundred fields of several kinds; some tickets say something in the first."""
    if Field.objects.count() >= FIELDS:
        return
    kinds = ("text", "number", "date", "yes_no")
    Field.objects.bulk_create(
        Field(about="ticket", key=f"f{n}", name=f"Field {n}", kind=kinds[n % 4], position=n)
        for n in range(FIELDS)
    )
    Edition.objects.update_or_create(pk=1, defaults={"number": 1})
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tickets_ticket DISABLE TRIGGER touched_by_change")
        cursor.execute(
            "UPDATE tickets_ticket SET values = jsonb_build_object('f0', 'blue', 'f1', id %% 100) "
            "WHERE id %% %s = 0",
            [SHARE_NOTED],
        )
        cursor.execute("ALTER TABLE tickets_ticket ENABLE TRIGGER touched_by_change")


def _make_views() -> None:
    """A hundred of all kinds: by status, field, age, requester; every tenth is “mine”."""
    SavedView.objects.all().delete()
    by = User.objects.get(pk=ADMINISTRATOR)
    for number in range(VIEWS):
        plan = actions.Plan(f"View {number}", _rule(number), for_all=True)
        actions.save_view(plan, by=by)


def _rule(number: int) -> dict[str, object]:
    ours = {"field": "status", "is": "one_of", "value": ["new", "open"]}
    also: list[dict[str, object]] = [
        {"field": "priority", "is": "at_least", "value": str(number % 4 + 1)},
        {"field": "ticket.f0", "is": "contains", "value": "blue"},
        {"field": "opened_at", "is": "within_last", "value": {"number": "30", "unit": "days"}},
        {"field": "group", "is": "one_of", "value": [str(number % 8 + 1)]},
        {"field": "tags", "is": "any_of", "value": ["vip", "refund"]},
        {"field": "requester_email", "is": "contains", "value": f"a{number}"},
        {"any": [ours, {"field": "message_count", "is": "at_least", "value": "5"}]},
        {"field": "ticket.f1", "is": "equals", "value": str(number)},
        {"field": "waiting_since", "is": "longer_ago", "value": {"number": "4", "unit": "hours"}},
        {"field": "assignee", "is": "one_of", "value": ["me"]},
    ]
    chosen = also[number % 10]
    return {"all": [chosen] if number % 10 in {0, 7} else [ours, chosen]}


def _all_counted() -> bool:
    return not SavedView.objects.exclude(counted_edition=F("edition")).exists()


def _touch(tickets: int) -> None:
    """So many tickets change in one go, spread over all."""
    step = max(1, tickets // TOUCHED)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tickets_ticket SET priority = priority %% 4 + 1 WHERE id %% %s = 0", [step]
        )


def _none_touched() -> bool:
    return not Touched.objects.exists()
