"""Putting a message onto another ticket or one of its own, and saying whose matter a ticket is."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, refusal
from helpwell.core.numbers import whole
from helpwell.core.text import storable
from helpwell.customers.actions import recognise
from helpwell.tickets import actions
from helpwell.tickets.destinations import destinations, open_to
from helpwell.tickets.models import Message, Ticket
from helpwell.tickets.views.fetching import message_for, ticket_for
from helpwell.tickets.views.pages import head_context, thread_context


@requires("tickets.reply")
@require_http_methods(["GET", "POST"])
def move(request: AgentRequest, ticket_id: int, message_id: int) -> HttpResponse:
    """Put a message onto the ticket `to`; GET is the dialog that asks for it."""
    message = message_for(request, ticket_id, message_id)
    if request.method == "GET":
        return render(request, "tickets/_move.html", _asked(request, message))
    to = open_to(request.user).filter(pk=whole(request.POST.get("to", "")) or 0).first()
    if to is None:
        return refusal(_("Choose the ticket it belongs to, by number or words."))
    try:
        fact_id = actions.move_message(message, to=to, by=request.user)
    except Refused as refused:
        return refusal(refused)
    return _changed(request, ticket_id, fact_id, _("Moved to #%s") % to.pk)


@requires("tickets.reply")
@require_safe
def destination_names(request: AgentRequest, ticket_id: int, message_id: int) -> HttpResponse:
    """Tickets that fit `?q=`, for the pick list."""
    message = message_for(request, ticket_id, message_id)
    found = destinations(request.user, message, typed=storable(request.GET.get("q", "")))
    choices = [(each.pk, _shown(each)) for each in found]
    return render(request, "tickets/_destinations.html", {"choices": choices})


@requires("tickets.reply")
@require_POST
def split_off(request: AgentRequest, ticket_id: int, message_id: int) -> HttpResponse:
    """Make a ticket of its own of what a customer wrote."""
    message = message_for(request, ticket_id, message_id)
    try:
        fact_id = actions.split_off(message, by=request.user)
    except Refused as refused:
        return refusal(refused)
    message.refresh_from_db()
    return _changed(request, ticket_id, fact_id, _("It is #%s now") % message.ticket_id)


@requires("tickets.reply")
@require_POST
def make_requester(request: AgentRequest, ticket_id: int, message_id: int) -> HttpResponse:
    """Make whoever first wrote a passed-on message the requester."""
    message = message_for(request, ticket_id, message_id)
    sender = next(iter(message.addressed("forwarded")), None)
    if sender is None:
        raise Http404
    customer = recognise(email=sender["email"], name=sender["name"], by=request.user)
    fact_id = actions.make_requester(message.ticket, customer=customer, by=request.user)
    return _changed(request, ticket_id, fact_id, _("Requester: %s") % customer)


def _asked(request: AgentRequest, message: Message) -> dict[str, Any]:
    """What the dialog offers: tickets, and one of its own for what a customer wrote among more."""
    return {
        "message": message,
        "choices": [(each.pk, _shown(each)) for each in destinations(request.user, message)],
        "can_be_new": bool(message.customer_id) and message.ticket.message_count > 1,
    }


def _shown(ticket: Ticket) -> str:
    return f"#{ticket.pk} {ticket.title} · {ticket.requester}"


def _changed(
    request: AgentRequest, ticket_id: int, fact_id: int | None, words: str | Promise
) -> HttpResponse:
    """Head and thread as they are now, a notice and a way back."""
    found = ticket_for(request, ticket_id)
    undo = reverse("tickets:undo", args=[ticket_id, fact_id]) if fact_id else ""
    events: dict[str, Any] = {"ticket-changed": {"ticket": ticket_id}} | news(words, undo=undo)
    context = head_context(request.user, found) | thread_context(request, found)
    return fragment(request, "tickets/_moved.html", context, trigger=events)
