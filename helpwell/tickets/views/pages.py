"""The inbox: views, list, ticket, customer on one screen, and each of them alone as a fragment."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.htmx import wants_fragment
from helpwell.core.numbers import whole
from helpwell.core.slots import render_for_list
from helpwell.customers.queries import with_details
from helpwell.tickets import actions, queries
from helpwell.tickets.company import has
from helpwell.tickets.habits import gone_at, own_statuses
from helpwell.tickets.merged import goes_on_in
from helpwell.tickets.models import Ticket
from helpwell.tickets.promises import promises_on
from helpwell.tickets.sharing import Drafts, drafts_at
from helpwell.tickets.side_talks import talks_of
from helpwell.tickets.snoozes import rest_of
from helpwell.tickets.thread import Thread, earlier_on, thread_of
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.filling import fields_context
from helpwell.tickets.views.lists import inbox_context, may, view_beside
from helpwell.tickets.views.together import together_context

WAYS_TO_SEND = [
    ("pending", _("Send and wait for the customer"), "pending"),
    ("solved", _("Send and solve"), "solved"),
    ("open", _("Send and keep open"), "open"),
    ("on_hold", _("Send and put on hold"), "on_hold"),
    ("snoozed", _("Send and snooze…"), "snoozed"),
]
MOMENTS = [
    ("hour", _("In one hour")),
    ("tomorrow", _("Tomorrow morning")),
    ("monday", _("Monday morning")),
]


@agents_only
@require_safe
def ticket(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """A ticket: as a whole page beside the view `?view=`, or alone when htmx asks."""
    found = ticket_for(request, ticket_id)
    if found.asked_as and not wants_fragment(request):
        return redirect(f"{reverse('tickets:ticket', args=[found.pk])}?merged={found.asked_as}")
    merged = whole(request.GET.get("merged", ""))
    if merged and goes_on_in(merged) == found.pk:
        found.asked_as = merged
    actions.see(found, by=request.user)
    context = ticket_context(request, found)
    if wants_fragment(request):
        return _under_its_number(render(request, "tickets/_ticket_change.html", context), found)
    return whole_page(request, context)


def _under_its_number(response: HttpResponse, found: Ticket) -> HttpResponse:
    """What was asked by the number of a merged ticket, under the address of where it goes on."""
    if found.asked_as:
        response["HX-Push-Url"] = reverse("tickets:ticket", args=[found.pk])
    return response


def whole_page(request: AgentRequest, context: dict[str, Any]) -> HttpResponse:
    """What is open as a whole page, beside the list of the view `?view=`."""
    return render(
        request, "tickets/inbox.html", context | inbox_context(request, view_beside(request))
    )


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
    """What was said and done: the newest, those `?since=` a message, or a page `?before=` it."""
    found = ticket_for(request, ticket_id)
    if before := whole(request.GET.get("before", "")):
        shown = earlier_on(found, before=before, reader=request.user)
        return render(request, "tickets/_earlier.html", _thread_shown(request, found, shown))
    actions.see(found, by=request.user)
    return render(request, "tickets/_thread.html", thread_context(request, found))


def ticket_context(request: AgentRequest, found: Ticket) -> dict[str, Any]:
    """Everything the ticket's three parts and the panel beside them show."""
    user = request.user
    return (
        head_context(user, found)
        | thread_context(request, found)
        | composer_context(user, found)
        | beside_context(user, found)
        | {"talks": talks_of(found) if has(found, "talks") else []}
    )


def beside_context(user: User, found: Ticket) -> dict[str, Any]:
    """What stands beside a ticket: its customer, their other tickets, and who else is here."""
    return (
        {
            "promises": promises_on(found) if has(found, "promises") else [],
            "customer": with_details().get(pk=found.requester_id),
            "other_tickets": queries.others_of_requester(user, found),
            "present": queries.present_at(found, but=user) if has(found, "others") else [],
        }
        | fields_context(user, found)
        | together_context(user, found)
    )


def head_context(user: User, found: Ticket) -> dict[str, Any]:
    """What the head shows, and what it offers to this person."""
    return {
        "ticket": found,
        "may": may(user),
        "gone_at": gone_at(found),
        "rest": rest_of(found),
        "statuses": statuses_to_choose(found),
        "priorities": Ticket.Priority.choices,
    }


def statuses_to_choose(found: Ticket) -> list[tuple[str, str, str]]:
    """The fixed statuses and this house's own after what they stand for: (value, name, icon)."""
    offered = own_statuses(at=found.fields_edition)
    own = [(str(each.pk), each.name, each.status) for each in offered]
    return [
        choice
        for status in Ticket.CHOOSABLE
        for choice in (
            (status.value, str(status.label), status.value),
            *(each for each in own if each[2] == status),
        )
    ]


def _own_ways_to_send(found: Ticket) -> list[tuple[str, str, str]]:
    offered = own_statuses(at=found.fields_edition)
    own = [each for each in offered if each.status != Ticket.Status.CLOSED]
    return [(str(each.pk), _now("Send as “%s”") % each.name, each.status) for each in own]


def thread_context(request: AgentRequest, found: Ticket) -> dict[str, Any]:
    """Messages and what happened between them."""
    since = whole(request.GET.get("since", "")) or 0
    return _thread_shown(request, found, thread_of(found, since=since, reader=request.user))


def _thread_shown(request: AgentRequest, found: Ticket, shown: Thread) -> dict[str, Any]:
    return {
        "ticket": found,
        "thread": shown,
        "message_notes": render_for_list("tickets.message_foot", shown.messages),
        "may": may(request.user),
    }


def composer_context(user: User, found: Ticket, *, of: int | None = None) -> dict[str, Any]:
    """What the composer starts with: drafts, files already uploaded, what was seen.

    `of` is the colleague whose draft shall be looked over, where one has begun an answer as well.
    """
    known = drafts_at(user, found) if has(found, "drafts") else Drafts({}, None)
    drafts, reply = known.own, known.shown(of)
    is_asked_shown = reply is not None and reply is known.asked
    uploads = queries.uploads_of(user, found) if has(found, "uploads") else []
    theirs = queries.uploads_of(reply.agent, found) if reply and is_asked_shown else uploads
    can = may(user)
    if found.is_hidden:  # nobody writes to spam, but colleagues may note why it is
        can |= {"reply": False, "ask": False}
    only_notes = not can["reply"] or ("note" in drafts and reply is None)
    return {
        "ticket": found,
        "moments": MOMENTS,
        "asked": known.asked,
        "asked_query": f"?of={known.asked.agent_id}" if known.asked else "",
        "is_asked_shown": is_asked_shown,
        "has_own_reply": "reply" in drafts,
        "reply_draft": reply,
        "reply_html": reply.html if reply else "",
        "editions": {
            "reply": reply.edition if reply else 0,
            "note": drafts["note"].edition if "note" in drafts else 0,
        },
        "note_html": drafts["note"].html if "note" in drafts else "",
        "uploads": [file for file in theirs if file.mode == "reply"],
        "note_uploads": [file for file in uploads if file.mode == "note"],
        "seen_up_to": found.last_public_id or 0,
        "ways_to_send": [*WAYS_TO_SEND, *_own_ways_to_send(found)],
        "may": can,
        "mode": "note" if only_notes else "reply",
    }
