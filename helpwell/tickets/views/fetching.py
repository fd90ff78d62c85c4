"""Fetching what the person may see; anything else is not there."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from helpwell.accounts.requests import AgentRequest
from helpwell.tickets import queries
from helpwell.tickets.models import Message, Ticket


def ticket_for(request: AgentRequest, ticket_id: int) -> Ticket:
    """The ticket, if this person may see it; otherwise it does not exist for them."""
    tickets = queries.visible_to(request.user)
    return get_object_or_404(tickets.with_head_details(), pk=ticket_id)


def message_for(request: AgentRequest, ticket_id: int, message_id: int) -> Message:
    """A message of a ticket this person may see."""
    ticket = ticket_for(request, ticket_id)
    messages = Message.objects.filter(ticket=ticket)
    return get_object_or_404(messages.select_related("ticket"), pk=message_id)


def view_named(slug: str) -> queries.View:
    """The view of that name."""
    if slug not in queries.VIEWS:
        raise Http404
    return queries.VIEWS[slug]
