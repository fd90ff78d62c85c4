"""Lists of tickets beside the views they are of, whole and as fragments."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.htmx import wants_fragment
from helpwell.tickets import queries
from helpwell.tickets.columns import chosen_columns, said_of
from helpwell.tickets.listing import PAGE, Listed, headings, list_page, place_in
from helpwell.tickets.promises import owed_soon
from helpwell.tickets.saved_views import saved_counts, view_of, views_of
from helpwell.tickets.standing_views import VIEWS
from helpwell.tickets.views.fetching import view_named


@agents_only
@require_safe
def inbox(request: AgentRequest, slug: str) -> HttpResponse:
    """A view with its first page; nothing is opened yet."""
    context = inbox_context(request, view_named(request, slug))
    if wants_fragment(request):
        return render(request, "tickets/_inbox_change.html", context)
    return render(request, "tickets/inbox.html", context)


@agents_only
@require_safe
def rows(request: AgentRequest, slug: str) -> HttpResponse:
    """A page of a view's rows: the first one again, or the one after `?before=`."""
    context = _list_context(request, view_named(request, slug))
    return render(request, "tickets/_rows.html", context | {"is_more": "more" in request.GET})


@agents_only
@require_safe
def views(request: AgentRequest, slug: str) -> HttpResponse:
    """The views with their counts."""
    view = view_named(request, slug)
    return render(request, "tickets/_views.html", views_context(request, view))


def inbox_context(request: AgentRequest, view: Listed) -> dict[str, Any]:
    """The views with their counts, and the first page of one."""
    return _list_context(request, view) | views_context(request, view)


def view_beside(request: AgentRequest) -> Listed:
    """The view `?view=` that a ticket stands beside; one they do not have is all that is open."""
    slug = request.GET.get("view", "open")
    return VIEWS.get(slug) or view_of(request.user, slug) or VIEWS["open"]


def views_context(request: AgentRequest, view: Listed) -> dict[str, Any]:
    """The views with their counts, `view` being the one that is shown."""
    counts = queries.counts(request.user)
    saved = views_of(request.user)
    held = saved_counts(request.user, saved)
    return {
        "view": view,
        "views": [(each, counts[each.slug]) for each in VIEWS.values()],
        "promises_due": owed_soon(request.user),
        "saved_views": [(each, held[each.slug]) for each in saved],
    }


def may(user: User) -> dict[str, bool]:
    """What this person may do with tickets, for templates: `may.reply`."""
    deeds = (
        *("reply", "note", "assign", "set_status", "prioritise", "tag", "ask", "mark_spam"),
        *("see_originals", "open_infected", "trash", "merge", "promise", "snooze"),
        *("set_fields", "change_many", "export"),
    )
    return {deed: user.can(f"tickets.{deed}") for deed in deeds}


def _list_context(request: AgentRequest, view: Listed) -> dict[str, Any]:
    before, columns = request.GET.get("before", ""), chosen_columns(view.columns)
    page = list_page(request.user, view, before=before, columns=columns)
    shown, more = page[:PAGE], page[PAGE:]
    return {
        "view": view,
        "tickets": shown,
        "said": said_of(shown, columns),
        "headings": headings(view, shown, before=before),
        "faces": queries.present_on(shown, but=request.user),
        "next": place_in(view, shown[-1]) if more else "",
        "may": may(request.user),
    }
