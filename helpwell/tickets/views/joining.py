"""Merging tickets, after a look at where they disagree, and parting them again."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, refusal, rejected, wants_fragment
from helpwell.core.numbers import whole
from helpwell.core.text import storable
from helpwell.tickets import actions
from helpwell.tickets.links import seen_among
from helpwell.tickets.merged import merges_of
from helpwell.tickets.merging import Preview, preview_of
from helpwell.tickets.models import Merge, Ticket
from helpwell.tickets.naming import named_tickets
from helpwell.tickets.queries import visible_to
from helpwell.tickets.views import typed
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.pages import ticket_context
from helpwell.tickets.views.together import joined

MOST = 50


@requires("tickets.merge")
@require_http_methods(["GET", "POST"])
def merge(request: AgentRequest) -> HttpResponse:
    """Merge the tickets `ticket`, of which `into` survives; GET is the dialog that asks, where
    `add` is one more."""
    chosen = _chosen(request)
    if request.method == "GET":
        return render(request, "tickets/_merge.html", _context(request, chosen))
    survivor = _survivor(request, chosen)
    others = [ticket for ticket in chosen if ticket != survivor]
    joining = typed.numbers(request.POST.getlist("joining"))
    try:
        fact_id = actions.merge(others, into=survivor, by=request.user, joining=joining)
    except Refused as refused:
        context = _context(request, chosen) | {"refusal": str(refused)}
        return rejected(request, "tickets/_merge.html", context, at="#merge-dialog")
    return _went_on(request, survivor, fact_id, len(others))


@requires("tickets.merge")
@require_POST
def unmerge(request: AgentRequest, ticket_id: int, merge_id: int) -> HttpResponse:
    """Let what was merged into this ticket stand on its own again, if one may see it there."""
    found = ticket_for(request, ticket_id)
    merge = get_object_or_404(Merge.objects.select_related("into"), pk=merge_id, undone_at=None)
    if not seen_among([merge.ticket_id], request.user) or not _came_into(merge, found):
        raise Http404
    try:
        actions.unmerge(merge, by=request.user)
    except Refused as refused:
        return refusal(refused)
    return joined(request, found, _("#%s stands on its own again") % merge.ticket_id)


@agents_only
@require_safe
def ticket_names(request: AgentRequest) -> HttpResponse:
    """Tickets by number or words `?q=`, but `?not=`, for pick lists."""
    but = typed.numbers(request.GET.getlist("not") + request.GET.getlist("ticket"))
    found = named_tickets(request.user, storable(request.GET.get("q", "")), but=but)
    choices = [(each.pk, f"#{each.pk} {each.title} · {each.requester}") for each in found]
    return render(request, "tickets/_destinations.html", {"choices": choices})


def _chosen(request: AgentRequest) -> list[Ticket]:
    """The tickets that are to be merged; one that this person may not see does not exist."""
    sent = request.POST if request.method == "POST" else request.GET
    wanted = typed.numbers([*sent.getlist("ticket"), sent.get("add", "")])
    wanted = list(dict.fromkeys(wanted))[: MOST + 2]
    gone = set(typed.numbers([sent.get("without", "")]))
    rows = visible_to(request.user).with_head_details().select_related("brand", "reason")
    standing = rows.exclude(status=Ticket.Status.MERGED).in_bulk(wanted)
    found = [standing.get(pk) or ticket_for(request, pk) for pk in wanted if pk not in gone]
    return list(dict.fromkeys(found))


def _survivor(request: AgentRequest, chosen: list[Ticket]) -> Ticket:
    """The ticket that goes on: the chosen one, else the oldest that can."""
    sent = request.POST if request.method == "POST" else request.GET
    wanted = whole(sent.get("into", ""))
    by_number = {ticket.pk: ticket for ticket in chosen}
    if not by_number:
        raise Http404
    able = [pk for pk, ticket in by_number.items() if not (ticket.is_closed or ticket.is_hidden)]
    return by_number.get(wanted or 0) or by_number[min(able or by_number)]


def _context(request: AgentRequest, chosen: list[Ticket]) -> dict[str, Any]:
    survivor = _survivor(request, chosen)
    preview: Preview = preview_of(chosen, survivor)
    known = [ticket.pk for ticket in chosen]
    requesters = {ticket.requester_id for ticket in chosen}
    offered = named_tickets(request.user, "", but=known, requesters=requesters)
    return {
        "tickets": chosen,
        "survivor": survivor,
        "preview": preview,
        "choices": [(t.pk, f"#{t.pk} {t.title} · {t.requester}") for t in offered],
        "names": reverse("tickets:ticket_names") + "?" + "&".join(f"not={pk}" for pk in known),
        "joining": typed.numbers(request.POST.getlist("joining")),
    }


def _went_on(request: AgentRequest, survivor: Ticket, fact_id: int, count: int) -> HttpResponse:
    """The survivor under its own address, with a notice and a way back."""
    address = reverse("tickets:ticket", args=[survivor.pk])
    if not wants_fragment(request):
        return redirect(address)
    words = ngettext("Merged into #%(into)s", "%(count)s tickets merged into #%(into)s", count)
    undo = reverse("tickets:undo", args=[survivor.pk, fact_id])
    events: dict[str, Any] = {"ticket-changed": {"ticket": survivor.pk}}
    events |= news(words % {"count": count, "into": survivor.pk}, undo=undo)
    context = ticket_context(request, ticket_for(request, survivor.pk))
    answer = fragment(request, "tickets/_ticket_change.html", context, trigger=events)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#main > .pane__body", "innerHTML"
    answer["HX-Push-Url"] = address
    return answer


def _came_into(merge: Merge, ticket: Ticket) -> bool:
    """Whether a merge led to this ticket, at first hand or within another one."""
    at: int | None = merge.into_id
    while at is not None and at != ticket.pk:
        at = merges_of([at]).values_list("into", flat=True).first()
    return at is not None
