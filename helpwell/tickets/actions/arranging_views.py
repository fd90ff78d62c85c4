"""Saved views: made, changed, put in order, removed."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from helpwell.accounts.models import Group, User
from helpwell.core.text import name_of
from helpwell.events.actions import publish
from helpwell.jobs.bell import ring
from helpwell.live.actions import tell
from helpwell.tickets import rules
from helpwell.tickets.actions.view_counting import one_at_a_time
from helpwell.tickets.errors import NotYourView, TooManyViews, ViewChanged, ViewGone, ViewUnnamed
from helpwell.tickets.facts import ViewRemoved, ViewSaved
from helpwell.tickets.models import SavedView, ViewEntry
from helpwell.tickets.permissions import SHARE_VIEWS
from helpwell.tickets.sorting import GROUPINGS, SORTS

LONGEST_NAME = 80
MOST_VIEWS = 300
MOST_COLUMNS = 8


@dataclass(frozen=True)
class Plan:
    """What somebody wants a view to be; `for_all` or for a group, else their own."""

    name: str
    rule: dict[str, Any]
    group: Group | None = None
    for_all: bool = False
    columns: list[str] = field(default_factory=list)
    sort: str = "-active_at"
    grouping: str = ""
    icon: str = "list"

    @property
    def is_shared(self) -> bool:
        return self.for_all or self.group is not None


@transaction.atomic
def save_view(plan: Plan, *, by: User, view: SavedView | None = None, seen: int = 0) -> SavedView:
    """Make a view, or make `view` what the plan says.

    `seen` is the edition whoever changes it has seen: a newer one is refused. Refused too are
    rules that cannot be read, and sharing without the right to.
    """
    _refuse_unless_fit(plan, by)
    if view is None:
        _refuse_too_many()
        view = SavedView(edition=0, position=SavedView.objects.count())
    else:
        view = _own(view, by)
        if seen and view.edition != seen:
            raise ViewChanged
    _take_over(view, plan, by)
    view.save()
    publish(ViewSaved(
        view_id=view.pk, owner_id=view.owner_id, group_id=view.group_id, by=by.actor
    ))  # fmt: skip
    _show()
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by: User) -> None:
    """Remove a view; its tickets stay as they are."""
    one_at_a_time()
    view = _own(view, by)
    pk = view.pk
    ViewEntry.objects.filter(view=view).delete()
    view.delete()
    publish(ViewRemoved(view_id=pk, by=by.actor))
    _show()


@transaction.atomic
def order_views(views: list[SavedView], *, by: User) -> None:
    """Let these views stand in this order, in the places that they have among all."""
    if not all(may_change(by, view) for view in views):
        raise NotYourView
    places = sorted(view.position for view in views)
    first = places[0] if places else 0
    for number, view in enumerate(views):
        view.position = first + number
    SavedView.objects.bulk_update(views, ["position"])
    tell("tickets")


def may_change(user: User, view: SavedView) -> bool:
    """One's own views are one's own; shared ones are for those who may share."""
    return view.owner_id == user.pk or (view.owner_id is None and user.can(SHARE_VIEWS))


def _own(view: SavedView, by: User) -> SavedView:
    found = SavedView.objects.select_for_update().filter(pk=view.pk).first()
    if found is None:
        raise ViewGone
    if not may_change(by, found):
        raise NotYourView
    return found


def _refuse_unless_fit(plan: Plan, by: User) -> None:
    if plan.is_shared and not by.can(SHARE_VIEWS):
        raise NotYourView
    if not _named(plan):
        raise ViewUnnamed
    rules.check(plan.rule)


def _refuse_too_many() -> None:
    if SavedView.objects.count() >= MOST_VIEWS:
        raise TooManyViews


def _take_over(view: SavedView, plan: Plan, by: User) -> None:
    keeper = view.owner_id or by.pk
    view.name, view.icon = _named(plan), plan.icon
    view.owner_id = None if plan.is_shared else keeper
    view.group = plan.group
    view.columns = plan.columns[:MOST_COLUMNS]
    view.sort = plan.sort if plan.sort in SORTS else "-active_at"
    view.grouping = plan.grouping if plan.grouping in GROUPINGS else ""
    view.edition += 1
    if view.rule != plan.rule or view.edition == 1:
        view.rule, view.counted_edition, view.counted_to = plan.rule, 0, 0
    elif view.counted_edition:
        view.counted_edition = view.edition


def _named(plan: Plan) -> str:
    return name_of(plan.name, most=LONGEST_NAME)


def _show() -> None:
    ring("tickets.touched")
    tell("tickets")
