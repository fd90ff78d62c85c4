"""Linking tickets, and taking links away."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import rejected
from helpwell.core.numbers import whole
from helpwell.tickets import actions
from helpwell.tickets.links import CHOICES, links_of
from helpwell.tickets.models import Ticket
from helpwell.tickets.naming import named_tickets
from helpwell.tickets.queries import visible_to
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.together import joined

KINDS = dict(CHOICES)


@requires("tickets.merge")
@require_http_methods(["GET", "POST"])
def link(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Link it to the ticket `other`, `as_what` it is to that one; GET is the dialog that asks."""
    found = ticket_for(request, ticket_id)
    if request.method == "GET":
        return render(request, "tickets/_link.html", _context(request, found))
    other = visible_to(request.user).filter(pk=whole(request.POST.get("other", "")) or 0).first()
    as_what = request.POST.get("as_what", "")
    try:
        if other is None or as_what not in KINDS:
            raise Refused(_("Choose the ticket to link to, by number or words."))
        fact_id = actions.link(found, other, as_what=as_what, by=request.user)
    except Refused as refused:
        context = _context(request, found) | {"refusal": str(refused), "other": other}
        return rejected(request, "tickets/_link.html", context, at="#link-dialog")
    return joined(request, found, _("Linked to #%s") % other.pk, fact_id)


@requires("tickets.merge")
@require_POST
def unlink(request: AgentRequest, ticket_id: int, link_id: int) -> HttpResponse:
    """Take a link of this ticket away."""
    found = ticket_for(request, ticket_id)
    linked = [
        each for _title, group in links_of(found, for_user=request.user).titled for each in group
    ]
    row = next((each.link for each in linked if each.link.pk == link_id), None)
    if row is None:
        raise Http404
    fact_id = actions.unlink(row, by=request.user)
    about = row.ticket_id == found.pk
    return joined(request, found, _("Link taken away"), fact_id if about else None)


def _context(request: AgentRequest, ticket: Ticket) -> dict[str, Any]:
    offered = named_tickets(request.user, "", but=[ticket.pk], requesters=[ticket.requester_id])
    return {
        "ticket": ticket,
        "kinds": CHOICES,
        "as_what": request.POST.get("as_what", "related"),
        "choices": [(each.pk, f"#{each.pk} {each.title} · {each.requester}") for each in offered],
        "names": f"{reverse('tickets:ticket_names')}?not={ticket.pk}",
    }
