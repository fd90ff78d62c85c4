"""The inbox: views, list, ticket, customer on one screen, and each of them alone as a fragment."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.htmx import wants_fragment
from helpwell.core.slots import render_for_list
from helpwell.customers.queries import with_details
from helpwell.tickets import actions, queries
from helpwell.tickets.models import Ticket
from helpwell.tickets.thread import thread_of
from helpwell.tickets.views.fetching import ticket_for, view_named

WAYS_TO_SEND = [
    ("pending", _("Send and wait for the customer"), "pending"),
    ("solved", _("Send and solve"), "solved"),
    ("open", _("Send and keep open"), "open"),
    ("on_hold", _("Send and put on hold"), "on_hold"),
]


@agents_only
@require_safe
def inbox(request: AgentRequest, slug: str) -> HttpResponse:
    """A view with its first page; nothing is opened yet."""
    context = _list_context(request, slug) | _views_context(request, slug)
    if wants_fragment(request):
        return render(request, "tickets/_inbox_change.html", context)
    return render(request, "tickets/inbox.html", context)


@agents_only
@require_safe
def rows(request: AgentRequest, slug: str) -> HttpResponse:
    """A page of a view's rows: the first one again, or the one after `?before=`."""
    context = _list_context(request, slug) | {"is_more": "more" in request.GET}
    return render(request, "tickets/_rows.html", context)


@agents_only
@require_safe
def views(request: AgentRequest, slug: str) -> HttpResponse:
    """The views with their counts."""
    return render(request, "tickets/_views.html", _views_context(request, slug))


@agents_only
@require_safe
def ticket(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """A ticket: as a whole page beside the view `?view=`, or alone when htmx asks."""
    found = ticket_for(request, ticket_id)
    actions.see(found, by=request.user)
    context = ticket_context(request, found)
    if wants_fragment(request):
        return render(request, "tickets/_ticket_change.html", context)
    slug = request.GET.get("view", "open")
    context |= _list_context(request, slug) | _views_context(request, slug)
    return render(request, "tickets/inbox.html", context)


@agents_only
@require_safe
def head(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """The ticket's head: subject, number, status, who has it, tags."""
    return render(
        request, "tickets/_head.html", head_context(request.user, ticket_for(request, ticket_id))
    )


@agents_only
@require_safe
def thread(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """What was said and done, newest `thread.PAGE`; `?all` shows everything."""
    found = ticket_for(request, ticket_id)
    actions.see(found, by=request.user)
    return render(request, "tickets/_thread.html", thread_context(request, found))


def ticket_context(request: AgentRequest, found: Ticket) -> dict[str, Any]:
    """Everything the ticket's three parts and the panel beside them show."""
    user = request.user
    return (
        head_context(user, found)
        | thread_context(request, found)
        | composer_context(user, found)
        | {
            "customer": with_details().get(pk=found.requester_id),
            "other_tickets": queries.others_of_requester(user, found),
            "present": queries.present_at(found, but=user),
        }
    )


def head_context(user: User, found: Ticket) -> dict[str, Any]:
    """What the head shows, and what it offers to this person."""
    return {
        "ticket": found,
        "may": may(user),
        "statuses": [choice for choice in Ticket.Status.choices if choice[0] != "new"],
        "priorities": Ticket.Priority.choices,
    }


def may(user: User) -> dict[str, bool]:
    """What this person may do with tickets, for templates: `may.reply`."""
    deeds = ("reply", "note", "assign", "set_status", "prioritise", "tag")
    return {deed: user.can(f"tickets.{deed}") for deed in deeds}


def thread_context(request: AgentRequest, found: Ticket) -> dict[str, Any]:
    """Messages and what happened between them."""
    shown = thread_of(found, everything="all" in request.GET)
    return {
        "ticket": found,
        "thread": shown,
        "message_notes": render_for_list("tickets.message_foot", shown.messages),
    }


def composer_context(user: User, found: Ticket) -> dict[str, Any]:
    """What the composer starts with: drafts, files already uploaded, what was seen."""
    drafts = queries.drafts_of(user, found)
    only_notes = not user.can("tickets.reply") or ("note" in drafts and "reply" not in drafts)
    return {
        "ticket": found,
        "reply_draft": drafts.get("reply"),
        "reply_html": drafts["reply"].html if "reply" in drafts else "",
        "note_html": drafts["note"].html if "note" in drafts else "",
        "uploads": queries.uploads_of(user, found),
        "seen_up_to": found.last_public_id or 0,
        "ways_to_send": WAYS_TO_SEND,
        "may": may(user),
        "mode": "note" if only_notes else "reply",
    }


def _list_context(request: AgentRequest, slug: str) -> dict[str, Any]:
    view = view_named(slug)
    page = queries.list_page(request.user, view, before=_cursor(request.GET.get("before", "")))
    shown, more = page[: queries.PAGE], page[queries.PAGE :]
    last = shown[-1] if more else None
    return {
        "view": view,
        "tickets": shown,
        "faces": queries.present_on(shown, but=request.user),
        "next": f"{last.active_at.isoformat()}_{last.pk}" if last else "",
    }


def _views_context(request: AgentRequest, slug: str) -> dict[str, Any]:
    counts = queries.counts(request.user)
    views = [(view, counts[view.slug]) for view in queries.VIEWS.values()]
    return {"view": view_named(slug), "views": views}


def _cursor(text: str) -> tuple[datetime, int] | None:
    """The place a page begins after; a damaged one is the beginning."""
    at, _, pk = text.rpartition("_")
    try:
        return datetime.fromisoformat(at.replace(" ", "+")), int(pk)
    except ValueError:
        return None
