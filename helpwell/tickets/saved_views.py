"""Views of people's own making: which there are for somebody, what they hold, and how much."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from helpwell.accounts.models import User
from helpwell.core.numbers import whole
from helpwell.tickets import rules
from helpwell.tickets.models import SavedView, ViewEntry, ViewTally
from helpwell.tickets.permissions import SHARE_VIEWS, visibility
from helpwell.tickets.queries import visible_to
from helpwell.tickets.standing_views import NOT_HIDDEN

SLUG = "view-"
COMMON = 5000  # tickets
MOST_COUNTED = 1000  # what holds something else for everybody is counted so far, and no further


@dataclass(frozen=True)
class Saved:
    """A saved view as lists see views."""

    row: SavedView
    key: str = ""

    @property
    def slug(self) -> str:
        return f"{SLUG}{self.row.pk}"

    @property
    def title(self) -> str:
        return self.row.name

    @property
    def icon(self) -> str:
        return self.row.icon

    @property
    def empty(self) -> str:
        return _("Nothing here right now.")

    @property
    def columns(self) -> list[str]:
        return self.row.columns

    @property
    def sort(self) -> str:
        return self.row.sort

    @property
    def grouping(self) -> str:
        return self.row.grouping

    @property
    def is_counted(self) -> bool:
        """Whether its entries hold all that its rule does."""
        return self.row.counted_edition == self.row.edition

    @property
    def is_personal(self) -> bool:
        """Whether it holds something else for everybody who has it."""
        return rules.is_personal(self.row.rule)

    def rule(self, user: User) -> Q:
        """The view as a condition on tickets: by its entries too, where complete and not many."""
        passing = NOT_HIDDEN & rules.compile(self.row.rule, user)
        if self.is_personal or not self.is_counted:
            return passing
        entries = ViewEntry.objects.filter(view=self.row.pk, ticket=OuterRef("pk"))
        return passing if self._is_common() else passing & Q(Exists(entries))

    def _is_common(self) -> bool:
        """Whether it holds so much that walking the order finds a page sooner than its entries."""
        held = ViewTally.objects.filter(view=self.row.pk).aggregate(held=Sum("change"))["held"]
        return (held or 0) > COMMON


def views_of(user: User, *related: str) -> list[Saved]:
    """The saved views somebody has: their own, their groups', everybody's; with `related` rows."""
    rows = SavedView.objects.filter(_theirs(user))
    return [Saved(row) for row in (rows.select_related(*related) if related else rows)]


def view_of(user: User, slug: str) -> Saved | None:
    """The saved view of that name, if they have it; those who share views have every shared one."""
    pk = whole(slug.removeprefix(SLUG)) if slug.startswith(SLUG) else None
    theirs = _theirs(user)
    if user.can(SHARE_VIEWS):
        theirs |= Q(owner=None)
    row = SavedView.objects.filter(theirs, pk=pk).first() if pk else None
    return Saved(row) if row else None


def saved_counts(user: User, views: Iterable[Saved]) -> dict[str, int | None]:
    """How many visible tickets each of the views holds, by slug; at most two queries, or three.

    None while a view is being filled. What means something else for everybody is counted there and
    then, up to `MOST_COUNTED`.
    """
    views = list(views)
    personal = [view for view in views if view.is_personal]
    tallied = _tallied(user, [view.row.pk for view in views]) if len(views) > len(personal) else {}
    counts = {view.slug: tallied.get(view.row.pk, 0) if view.is_counted else None for view in views}
    return counts | _counted(user, personal)


def _theirs(user: User) -> Q:
    groups = user.groups.through.objects.filter(user=user).values("group")
    return Q(owner=user) | Q(owner=None, group=None) | Q(group__in=groups)


def _tallied(user: User, pks: list[int]) -> dict[int, int]:
    rows = ViewTally.objects.filter(visibility(user), view__in=pks)
    return dict(rows.order_by().values_list("view").annotate(Sum("change")))


def _counted(user: User, views: list[Saved]) -> dict[str, int | None]:
    """Each of the views counted to the limit, all in one statement."""
    if not views:
        return {}
    vocabulary, listed = rules.Vocabulary(), visible_to(user).filter(NOT_HIDDEN).order_by()
    pieces: list[str] = []
    values: list[Any] = []
    for view in views:
        passing = rules.compile(view.row.rule, user, vocabulary=vocabulary)
        sql, params = _statement(listed.filter(passing).values("pk")[:MOST_COUNTED])
        pieces.append(f"SELECT %s::text, (SELECT count(*) FROM ({sql}) AS held)")  # noqa: S608
        values += [view.slug, *params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), values)
        return dict(cursor.fetchall())


def _statement(rows: QuerySet[Any, Any]) -> tuple[str, tuple[Any, ...]]:
    return rows.query.sql_with_params()
