"""What tickets and people have to do with each other: checklist, links, people, time."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.htmx import fragment, news
from helpwell.tickets.company import has
from helpwell.tickets.habits import habits
from helpwell.tickets.links import Links, links_of, seen_among
from helpwell.tickets.merged import merges_into
from helpwell.tickets.models import Merge, Step, Ticket, TimeEntry
from helpwell.tickets.people import People, people_of
from helpwell.tickets.permissions import READ_ALL
from helpwell.tickets.spans import as_words
from helpwell.tickets.views.fetching import ticket_for


@agents_only
@require_safe
def together(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Checklist, links, people and time of a ticket."""
    found = ticket_for(request, ticket_id)
    return render(request, "tickets/_together.html", together_context(request.user, found))


def together_context(user: User, ticket: Ticket) -> dict[str, Any]:
    """What the sections beside a ticket show; each costs one query, or none where nothing is."""
    may = ("note", "merge", "reply", "change_many")
    steps = _steps_on(ticket)
    merges = merges_into(ticket) if has(ticket, "merges") else []
    return {
        "ticket": ticket,
        "me": user,
        "may_join": {deed: user.can(f"tickets.{deed}") for deed in may},
        "steps": steps,
        "steps_done": sum(step.done_at is not None for step in steps),
        "links": links_of(ticket, for_user=user) if has(ticket, "links") else Links(),
        "merges": merges,
        "merges_seen": _seen(merges, user),
        "people": people_of(ticket) if has(ticket, "followers", "participants") else People(),
        "time": _time_on(ticket) if habits(at=ticket.fields_edition).tracks_time else None,
    }


def joined(
    request: AgentRequest,
    ticket: Ticket,
    words: str | Promise,
    fact_id: int | None = None,
    *,
    also: dict[str, Any] | None = None,
) -> HttpResponse:
    """The sections as they are now, a notice and a way back; `also` other events."""
    undo = reverse("tickets:undo", args=[ticket.pk, fact_id]) if fact_id else ""
    events: dict[str, Any] = {"ticket-changed": {"ticket": ticket.pk}}
    events |= (news(words, undo=undo) if words else {}) | (also or {})
    context = together_context(request.user, ticket_for(request, ticket.pk))
    return fragment(request, "tickets/_together.html", context, trigger=events)


def _steps_on(ticket: Ticket) -> list[Step]:
    if getattr(ticket, "steps_all", 1) is None:
        return []
    return list(Step.objects.filter(ticket=ticket).select_related("assignee"))


def _seen(merges: list[Merge], user: User) -> list[Merge]:
    """Those whose tickets this person may see; whoever sees all of them need not ask."""
    if user.can(READ_ALL):
        return merges
    seen = seen_among((merge.ticket_id for merge in merges), user)
    return [merge for merge in merges if merge.ticket_id in seen]


def _time_on(ticket: Ticket) -> dict[str, Any]:
    entries = list(TimeEntry.objects.filter(ticket=ticket).select_related("agent"))
    shown = [(entry, as_words(entry.seconds)) for entry in entries]
    total = sum(entry.seconds for entry in entries)
    return {"entries": shown, "total": as_words(total) if total else ""}
