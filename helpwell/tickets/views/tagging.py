"""Asking for tags when a ticket is solved, where the house wants that: a nudge, never a block."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest
from helpwell.tickets.habits import habits
from helpwell.tickets.models import Ticket

NAMES: list[str] = []


def wants_tags(user: User, ticket: Ticket, *, to: str) -> bool:
    """Whether this person should be asked for tags before the ticket has status `to`."""
    if to not in Ticket.DONE or ticket.is_done or not habits().asks_for_tags:
        return False
    return user.can("tickets.tag") and not ticket.tags.exists()


def ask_for_tags(request: AgentRequest, ticket: Ticket) -> HttpResponse:
    """The dialog instead of solving at once; it solves with tags or without."""
    context = {"ticket": ticket, "to": request.POST["to"]}
    response = render(request, "tickets/_tag_first.html", context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#asking", "innerHTML"
    return response


def tags_afterwards(user: User, ticket: Ticket) -> dict[str, Any]:
    """What the dialog for tags shows once an answer has solved a ticket without any."""
    is_untagged = ticket.is_done and user.can("tickets.tag") and habits().asks_for_tags
    wanted = is_untagged and not ticket.tags.all()
    return {"asks_for_tags": True, "names": NAMES} if wanted else {}
