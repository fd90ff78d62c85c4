"""Making views: the rule by rows of a form, with what it matches now."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.models import Group, User
from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment
from helpwell.core.numbers import whole
from helpwell.tickets import actions, rules
from helpwell.tickets.columns import all_columns
from helpwell.tickets.models import SavedView
from helpwell.tickets.permissions import SHARE_VIEWS
from helpwell.tickets.queries import tags_known_to, visible_to
from helpwell.tickets.rule_drafts import Line, changed, shown, typed
from helpwell.tickets.saved_views import MOST_COUNTED, SLUG, Saved, view_of, views_of
from helpwell.tickets.sorting import GROUPINGS, SORTS
from helpwell.tickets.standing_views import NOT_HIDDEN, VIEWS
from helpwell.tickets.views.lists import views_context

PATIENCE_MS = 1500
ICONS = ("list", "star", "flame", "flag", "inbox", "clock", "users", "truck", "receipt", "heart")


@agents_only
@require_http_methods(["GET", "POST"])
def new(request: AgentRequest) -> HttpResponse:
    """Make a view, beginning as `?from=` another one; GET is the form."""
    if request.method == "POST":
        return _saved(request, None)
    begun = _begun(request.user, request.GET.get("from", ""))
    return _editor(request, begun, None, shown(begun.rule, rules.Vocabulary()))


@agents_only
@require_http_methods(["GET", "POST"])
def view(request: AgentRequest, view_id: int) -> HttpResponse:
    """Change a view; GET is the form. One that is not theirs to change can be copied."""
    row = _row(request.user, view_id)
    if request.method == "POST":
        return _saved(request, row)
    if not actions.may_change(request.user, row):
        raise PermissionDenied
    return _editor(request, row, row, shown(row.rule, rules.Vocabulary()))


@agents_only
@require_POST
def draft(request: AgentRequest) -> HttpResponse:
    """The rule's rows again after a button or a choice, with how many tickets match now."""
    root = typed(request.POST, rules.Vocabulary())
    deed = request.POST.get("deed", "")
    context = _rule_context(request.user, changed(root, deed) if deed else root)
    return fragment(request, "tickets/_rule.html", context)


@agents_only
@require_POST
def removal(request: AgentRequest, view_id: int) -> HttpResponse:
    """Remove a view; its tickets stay."""
    row = _row(request.user, view_id)
    if not actions.may_change(request.user, row):
        raise PermissionDenied
    actions.remove_view(row, by=request.user)
    return redirect("tickets:inbox", "open")


@agents_only
@require_http_methods(["GET", "POST"])
def order(request: AgentRequest) -> HttpResponse:
    """The order in which views stand: POST moves `view` one place, `?way=` up or down."""
    views = _changeable(request.user)
    if request.method == "POST":
        rows = _moved([each.row for each in views], request.POST, way=request.GET.get("way", ""))
        actions.order_views(rows, by=request.user)
        views = [Saved(row) for row in rows]
    return fragment(request, "tickets/_view_order.html", {"ordered": views})


@agents_only
@require_safe
def all_views(request: AgentRequest) -> HttpResponse:
    """Every view they have, to put in order, change and copy."""
    views = _changeable(request.user)
    context = {"ordered": views} | views_context(request, VIEWS["open"])
    return render(request, "tickets/views.html", context)


def _changeable(user: User) -> list[Saved]:
    return [each for each in views_of(user, "group") if actions.may_change(user, each.row)]


def _moved(rows: list[SavedView], post: QueryDict, *, way: str) -> list[SavedView]:
    at = next((at for at, row in enumerate(rows) if str(row.pk) == post.get("view")), None)
    to = (at or 0) + (-1 if way == "up" else 1)
    if at is not None and 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    return rows


def _row(user: User, view_id: int) -> SavedView:
    found = view_of(user, f"{SLUG}{view_id}")
    if found is None:
        raise Http404
    return found.row


def _begun(user: User, slug: str) -> SavedView:
    """What a new view begins as: a copy, or a standing view's rule."""
    saved = view_of(user, slug)
    if saved and (saved.row.owner_id == user.pk or user.can(SHARE_VIEWS)):
        copied = saved.row
        return SavedView(
            name=_("Copy of %s") % copied.name, rule=copied.rule, columns=copied.columns,
            sort=copied.sort, grouping=copied.grouping, icon=copied.icon, owner=user,
        )  # fmt: skip
    return SavedView(name="", rule=_standing_rule(slug), owner=user)


def _standing_rule(slug: str) -> dict[str, Any]:
    view = VIEWS.get(slug)
    statuses = list(view.statuses) if view and view.statuses else ["new", "open"]
    known = [{"field": "status", "is": "one_of", "value": statuses}]
    whose = {"mine": "me", "nobody": "nobody"}.get(view.whose if view else "", "")
    if whose:
        known.append({"field": "assignee", "is": "one_of", "value": [whose]})
    return {"all": known}


def _saved(request: AgentRequest, row: SavedView | None) -> HttpResponse:
    root = typed(request.POST, rules.Vocabulary())
    try:
        plan = _plan(request, root)
        seen = whole(request.POST.get("seen", "")) or 0
        kept = actions.save_view(plan, by=request.user, view=row, seen=seen)
    except Refused as refused:
        return _editor(request, _unsaved(request.POST, row), row, root, wrong=str(refused))
    return redirect("tickets:inbox", Saved(kept).slug)


def _plan(request: AgentRequest, root: Line) -> actions.Plan:
    post = request.POST
    whom = post.get("for", "me")
    group = Group.objects.filter(pk=whole(whom.removeprefix("group-")) or 0).first()
    if whom.startswith("group-") and group is None:
        raise Refused(_("That group does not exist any more."))
    known = all_columns()
    return actions.Plan(
        name=post.get("name", ""),
        rule=root.rule(),
        group=group,
        for_all=whom == "all",
        columns=[key for key in post.getlist("column") if key in known],
        sort=post.get("sort", ""),
        grouping=post.get("grouping", ""),
        icon=post["icon"] if post.get("icon") in ICONS else "list",
    )


def _unsaved(post: QueryDict, row: SavedView | None) -> SavedView:
    """What was typed, to be shown again."""
    return SavedView(
        pk=row.pk if row else None, name=post.get("name", "")[:300], rule={"all": []},
        columns=post.getlist("column"), sort=post.get("sort", ""),
        grouping=post.get("grouping", ""), icon=post.get("icon", "list"),
        edition=whole(post.get("seen", "")) or 0,
    )  # fmt: skip


def _editor(
    request: AgentRequest, begun: SavedView, row: SavedView | None, root: Line, wrong: str = ""
) -> HttpResponse:
    beside = Saved(row) if row else VIEWS["open"]
    context = _editor_context(request, begun, row, root) | views_context(request, beside)
    status = 422 if wrong else 200
    return render(request, "tickets/view.html", context | {"wrong": wrong}, status=status)


def _editor_context(
    request: AgentRequest, begun: SavedView, row: SavedView | None, root: Line
) -> dict[str, Any]:
    whom = request.POST.get("for") or _whom(begun)
    return _rule_context(request.user, root) | {
        "begun": begun,
        "row": row,
        "whom": whom,
        "audiences": _audiences(request.user),
        "sorts": [(key, sort.label) for key, sort in SORTS.items()],
        "groupings": [("", _("No headings")), *((k, g.label) for k, g in GROUPINGS.items())],
        "columns": all_columns().values(),
        "icons": ICONS,
    }


def _whom(row: SavedView) -> str:
    if row.group_id:
        return f"group-{row.group_id}"
    return "me" if row.owner_id else "all"


def _audiences(user: User) -> list[tuple[str, str]]:
    mine = [("me", _("Only me"))]
    if not user.can(SHARE_VIEWS):
        return mine
    groups = [(f"group-{pk}", name) for pk, name in Group.objects.values_list("pk", "name")]
    return [*mine, ("all", _("Everybody")), *groups]


def _rule_context(user: User, root: Line) -> dict[str, Any]:
    themes: dict[str, list[Any]] = {}
    for each in root.vocabulary:
        themes.setdefault(str(each.theme), []).append(each)
    rule = root.rule()
    return {"root": root, "themes": themes, "sentence": rules.in_words(rule, root.vocabulary),
            "matches": _matches(user, rule), "tag_names": _tag_names(user)}  # fmt: skip


def _tag_names(user: User) -> list[str]:
    return list(tags_known_to(user).values_list("name", flat=True)[:200])


def _matches(user: User, rule: dict[str, Any]) -> str:
    """How many of the tickets one may see the rule holds now, in a sentence."""
    try:
        rules.check(rule)
        number = _counted(user, rule)
    except rules.RuleWrong as wrong:
        return str(wrong)
    except OperationalError:
        return _("There is much to look through: it will be counted once the view is kept.")
    if number >= MOST_COUNTED:
        return _("Matches %d tickets or more now.") % MOST_COUNTED
    return ngettext("Matches %d ticket now.", "Matches %d tickets now.", number) % number


@transaction.atomic
def _counted(user: User, rule: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {PATIENCE_MS}")
    found = visible_to(user).filter(NOT_HIDDEN, rules.compile(rule, user))
    number = found.order_by()[:MOST_COUNTED].count()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    return number
