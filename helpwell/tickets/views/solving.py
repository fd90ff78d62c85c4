"""Saying what is missing, and then solving."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import triggering
from helpwell.core.numbers import whole
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.typed import all_typed
from helpwell.tickets import actions
from helpwell.tickets.completeness import lack_before_solving
from helpwell.tickets.errors import Incomplete
from helpwell.tickets.models import Ticket
from helpwell.tickets.views import changes
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.missing import SEND, ask_again


@requires("tickets.set_fields")
@require_POST
def solution(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Keep what was missing, then set the status `to`, or let the answer be sent again."""
    found = ticket_for(request, ticket_id)
    to, lack = request.POST.get("to", ""), lack_before_solving(found)
    try:
        _complete(request, found)
        if left := lack_before_solving(ticket_for(request, ticket_id)):
            raise Incomplete(left)
    except Refused as refused:
        return ask_again(request, found, lack, refused, to=to)
    if to == SEND:
        return triggering(HttpResponse(status=200, headers={"HX-Reswap": "none"}), "send-again")
    return changes.set_status(request, ticket_id)  # type: ignore[return-value]


def _complete(request: AgentRequest, found: Ticket) -> None:
    known = definitions(Field.About.TICKET, at=found.fields_edition).in_use
    actions.complete(
        found,
        values=all_typed(request.POST, known.values()),
        reason=whole(request.POST.get("reason", "")),
        resolution=whole(request.POST.get("resolution", "")),
        by=request.user,
    )
