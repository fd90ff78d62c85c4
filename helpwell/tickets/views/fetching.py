"""Fetching what the person may see; anything else is not there."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from helpwell.accounts.requests import AgentRequest
from helpwell.tickets import queries
from helpwell.tickets.company import with_company
from helpwell.tickets.listing import Listed
from helpwell.tickets.merged import goes_on_in
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.saved_views import view_of
from helpwell.tickets.standing_views import VIEWS


def ticket_for(request: AgentRequest, ticket_id: int) -> Ticket:
    """The ticket, if this person may see it; otherwise it does not exist for them. A merged one is
    the one it goes on in, which then knows the number it was `asked_as`."""
    rows = queries.visible_to(request.user).with_head_details().with_fields_edition()
    tickets = with_company(rows, request.user)
    found = tickets.filter(pk=ticket_id).first()
    if found and found.status != Ticket.Status.MERGED:
        return found
    survivor = get_object_or_404(tickets, pk=goes_on_in(ticket_id) or 0)
    survivor.asked_as = ticket_id
    return survivor


def message_for(request: AgentRequest, ticket_id: int, message_id: int) -> Message:
    """A message of a ticket this person may see."""
    ticket = ticket_for(request, ticket_id)
    messages = Message.objects.filter(ticket=ticket)
    return get_object_or_404(messages.select_related("ticket"), pk=message_id)


def view_named(request: AgentRequest, slug: str) -> Listed:
    """The view of that name, standing or saved, if this person has it."""
    found = VIEWS.get(slug) or view_of(request.user, slug)
    if found is None:
        raise Http404
    return found
