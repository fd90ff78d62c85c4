"""Views: which there are, how much they hold, made, changed and removed; and given out."""

from typing import Annotated, Any, Literal

from django.http import Http404, StreamingHttpResponse
from ninja import Status
from pydantic import Field

from helpwell.accounts.models import Group, User
from helpwell.api.door import insist
from helpwell.api.errors import Declined
from helpwell.api.matching import refuse_outdated
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import FILE, Given, Number, Shape, Words
from helpwell.tickets import actions
from helpwell.tickets.api.router import router
from helpwell.tickets.asking import named
from helpwell.tickets.exporting import exported_csv, exported_json
from helpwell.tickets.models import SavedView
from helpwell.tickets.permissions import EXPORT
from helpwell.tickets.queries import counts
from helpwell.tickets.rules import RuleWrong
from helpwell.tickets.saved_views import SLUG, Saved, saved_counts, view_of, views_of
from helpwell.tickets.standing_views import VIEWS

TAGS = ["Views"]
Slug = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9-]+$")]


class ViewShape(Shape):
    """A list of tickets. Standing views have no `id`; `whose` is mine, group, everybody."""

    slug: str
    title: str
    id: int | None
    whose: str
    group_id: int | None
    rule: dict[str, Any] | None
    columns: list[str]
    sort: str
    grouping: str
    may_change: bool


class ViewPlan(Given):
    """What a view is to be; `whose` is mine, group (with `group_id`) or everybody."""

    name: Annotated[Words, Field(min_length=1, max_length=80)]
    rule: dict[str, Any]
    whose: Literal["mine", "group", "everybody"] = "mine"
    group_id: Number | None = None
    columns: Annotated[list[Words], Field(max_length=8)] = []
    sort: Words = "-active_at"
    grouping: Words = ""


@router.get("/views", response=list[ViewShape], tags=TAGS, summary="Views")
def views(request: ProgramRequest) -> list[ViewShape]:
    """The views that you have: standing ones, your own, your groups' and everybody's."""
    standing = [_standing(view) for view in VIEWS.values()]
    return [*standing, *(_saved(view.row, request.user) for view in views_of(request.user))]


@router.get(
    "/views/counts", response=dict[str, int | None], tags=TAGS, summary="How much they hold"
)
def view_counts(request: ProgramRequest) -> dict[str, int | None]:
    """How many tickets that you may see each view holds, by slug; null while it is counted anew.
    What is personal is counted to 1000."""
    return counts(request.user) | saved_counts(request.user, views_of(request.user))


@router.post("/views", response={201: ViewShape}, tags=TAGS, summary="Make a view")
def make_view(request: ProgramRequest, given: ViewPlan) -> Status[ViewShape]:
    """Make a view; a shared one takes `tickets.share_views`."""
    return Status(201, _kept(given, request.user, None))


@router.get("/views/{slug}", response=ViewShape, tags=TAGS, summary="A view")
def view(request: ProgramRequest, slug: Slug) -> ViewShape:
    """One view; its tickets: `/tickets?view=`."""
    if slug in VIEWS:
        return _standing(VIEWS[slug])
    return _saved(_row(request.user, slug), request.user)


@router.put("/views/{slug}", response=ViewShape, tags=TAGS, summary="Change a view")
def change_view(request: ProgramRequest, slug: Slug, given: ViewPlan) -> ViewShape:
    """Make a view what is sent; a shared one takes `tickets.share_views`."""
    row = SavedView.objects.select_for_update().get(pk=_row(request.user, slug).pk)
    refuse_outdated(request, _saved(row, request.user))
    return _kept(given, request.user, row)


@router.delete("/views/{slug}", response={204: None}, tags=TAGS, summary="Remove a view")
def remove_view(request: ProgramRequest, slug: Slug) -> Status[None]:
    """Remove a view; its tickets stay as they are."""
    actions.remove_view(_row(request.user, slug), by=request.user)
    return Status(204, None)


@router.get("/views/{slug}/export", tags=TAGS, summary="Give out", openapi_extra=FILE)
def export(
    request: ProgramRequest, slug: Slug, format: Literal["csv", "json"] = "json"
) -> StreamingHttpResponse:
    """All tickets of a view as a file. Takes `tickets.export`."""
    insist(request.user, EXPORT)
    listed = VIEWS.get(slug) or Saved(_row(request.user, slug))
    if format == "csv":
        lines = exported_csv(request.user, listed)
        return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    lines = exported_json(request.user, listed)
    return StreamingHttpResponse(lines, content_type="application/json")


def _kept(given: ViewPlan, user: User, row: SavedView | None) -> ViewShape:
    group = named(Group, given.group_id, "group_id") if given.whose == "group" else None
    plan = actions.Plan(
        name=given.name,
        rule=given.rule,
        group=group,
        for_all=given.whose == "everybody",
        columns=given.columns,
        sort=given.sort,
        grouping=given.grouping,
    )
    try:
        return _saved(actions.save_view(plan, by=user, view=row), user)
    except RuleWrong as wrong:
        errors = [{"detail": str(wrong), "pointer": "#/rule"}]
        raise Declined(422, str(wrong), kind="rule_wrong", errors=errors) from None


def _row(user: User, slug: str) -> SavedView:
    found = view_of(user, slug) if slug.startswith(SLUG) else None
    if found is None:
        raise Http404
    return found.row


def _standing(view: Any) -> ViewShape:
    return ViewShape(
        slug=view.slug,
        title=str(view.title),
        id=None,
        whose="everybody",
        group_id=None,
        rule=None,
        columns=list(view.columns),
        sort=view.sort,
        grouping=view.grouping,
        may_change=False,
    )


def _saved(row: SavedView, user: User) -> ViewShape:
    whose = "mine" if row.owner_id else "group" if row.group_id else "everybody"
    return ViewShape(
        slug=f"{SLUG}{row.pk}",
        title=row.name,
        id=row.pk,
        whose=whose,
        group_id=row.group_id,
        rule=row.rule,
        columns=row.columns,
        sort=row.sort,
        grouping=row.grouping,
        may_change=actions.may_change(user, row),
    )
