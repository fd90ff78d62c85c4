"""Keeping what somebody has just written: their draft, with the customer's name taken out."""

import re
from typing import Any

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest
from helpwell.core import markup
from helpwell.core.html import well_nested_tree
from helpwell.core.numbers import whole
from helpwell.macros.values import NAMES, Values
from helpwell.tickets.models import Draft, Ticket
from helpwell.tickets.queries import visible_to

SHORTEST = 3  # letters of a value that is taken out; a shorter one stands in other words, too
TAKEN_OUT = [name for name in NAMES if not name.startswith("today")]


def begun_by(request: AgentRequest) -> dict[str, Any] | None:
    """What a new macro or snippet begins with, where `?ticket=` says on which ticket one writes."""
    number = whole(request.GET.get("ticket", ""))
    if number is None:
        return None
    tickets = visible_to(request.user).select_related("requester", "brand")
    ticket = tickets.filter(pk=number).first()
    mode = "note" if request.GET.get("mode") == "note" else "reply"
    draft = Draft.objects.filter(ticket=number, agent=request.user, mode=mode).first()
    if ticket is None or draft is None:
        return None
    html = with_places(draft.html, ticket, agent=request.user)
    return {"html": html, "moment": mode, "language": _known(ticket.requester.language)}


def with_places(html: str, ticket: Ticket, *, agent: User) -> str:
    """Words with what belongs to this ticket made places again, such as the customer's name."""
    values = Values(ticket, agent=agent)
    said = {values.say(name).strip(): name for name in reversed(TAKEN_OUT)}
    known = sorted((value for value in said if len(value) >= SHORTEST), key=len, reverse=True)
    if not known:
        return html
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)")
    root = markup.read(html)
    for node in list(root.walk()):
        if isinstance(node, markup.Text):
            node.pieces[:] = [pattern.sub(lambda found: f"{{{{{said[found[0]]}}}}}", node.value)]
    return well_nested_tree(root)


def _known(language: str) -> str:
    return language.partition("-")[0].lower()
