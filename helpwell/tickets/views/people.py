"""Who hears of a ticket: following it, letting others follow or take part; whom a note may name."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.core.addresses import is_writable
from helpwell.core.errors import Refused
from helpwell.core.htmx import rejected
from helpwell.core.numbers import whole
from helpwell.core.text import storable
from helpwell.customers.actions import recognise
from helpwell.customers.models import Customer
from helpwell.tickets import actions
from helpwell.tickets.acquaintances import insist_on_acquaintance
from helpwell.tickets.errors import NotAnAddress
from helpwell.tickets.models import Ticket
from helpwell.tickets.people import colleagues_for, people_of
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.together import joined


@agents_only
@require_POST
def follow(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Follow the ticket oneself (`follow=1`), or not any more."""
    found = ticket_for(request, ticket_id)
    me = request.user
    if request.POST.get("follow") == "1":
        fact_id = actions.follow(found, agents=[me], by=me)
        return joined(request, found, _("You follow it"), fact_id)
    fact_id = actions.unfollow(found, agents=[me], by=me)
    return joined(request, found, _("You do not follow it any more"), fact_id)


@requires("tickets.note")
@require_http_methods(["GET", "POST"])
def add_follower(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Let the colleague `agent` follow; GET is the dialog that asks."""
    found = ticket_for(request, ticket_id)
    if request.method == "GET":
        return render(request, "tickets/_follower.html", _colleagues(request, found))
    agent = User.objects.filter(pk=whole(request.POST.get("agent", "")) or 0).first()
    try:
        if agent is None:
            raise Refused(_("Choose a colleague who shall follow it."))
        fact_id = actions.follow(found, agents=[agent], by=request.user)
    except Refused as refused:
        context = _colleagues(request, found) | {"refusal": str(refused)}
        return rejected(request, "tickets/_follower.html", context, at="#follower-dialog")
    return joined(request, found, _("%s follows it now") % agent, fact_id)


@requires("tickets.note")
@require_POST
def remove_follower(request: AgentRequest, ticket_id: int, person_id: int) -> HttpResponse:
    """Let a colleague follow no more."""
    found = ticket_for(request, ticket_id)
    agent = get_object_or_404(User, pk=person_id)
    fact_id = actions.unfollow(found, agents=[agent], by=request.user)
    return joined(request, found, _("%s follows it no more") % agent, fact_id)


@requires("tickets.reply")
@require_http_methods(["GET", "POST"])
def add_participant(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Let whoever has the address `email` take part; GET is the dialog that asks."""
    found = ticket_for(request, ticket_id)
    email = storable(request.POST.get("email", "")).strip()
    if request.method == "GET":
        return render(request, "tickets/_participant.html", {"ticket": found})
    try:
        if not is_writable(email):
            raise NotAnAddress(email[:100])
        insist_on_acquaintance(request.user, email=email)
        customer = recognise(email=email, name=request.POST.get("name", ""), by=request.user)
        fact_id = actions.add_participant(found, customer=customer, email=email, by=request.user)
    except Refused as refused:
        context = {"ticket": found, "refusal": str(refused), "email": email}
        return rejected(request, "tickets/_participant.html", context, at="#participant-dialog")
    return joined(request, found, _("%s takes part now") % customer, fact_id)


@requires("tickets.reply")
@require_POST
def remove_participant(request: AgentRequest, ticket_id: int, customer_id: int) -> HttpResponse:
    """Send somebody outside no more copies."""
    found = ticket_for(request, ticket_id)
    taking_part = {person.pk for person in people_of(found).participants}
    customer = get_object_or_404(Customer, pk=customer_id, pk__in=taking_part)
    fact_id = actions.remove_participant(found, customer=customer, by=request.user)
    return joined(request, found, _("%s takes part no more") % customer, fact_id)


@requires("tickets.note")
@require_safe
def colleagues(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Colleagues whose names begin with `?q=`, for naming them in a note."""
    found = ticket_for(request, ticket_id)
    typed = storable(request.GET.get("q", "")).strip()
    people = colleagues_for(found, typed=typed, but=request.user)
    return render(request, "tickets/_colleagues.html", {"people": people})


def _colleagues(request: AgentRequest, ticket: Ticket) -> dict[str, Any]:
    """Whoever works here and does not follow it yet."""
    there = people_of(ticket).follower_ids
    active = User.objects.colleagues().exclude(pk__in=there)
    people = active.select_related("role").order_by("name")
    return {"ticket": ticket, "people": [(person.pk, str(person)) for person in people]}
