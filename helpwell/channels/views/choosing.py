"""Whom an answer goes to, while it is written."""

from email.utils import parseaddr

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels.answering import answering_on
from helpwell.channels.cautions import cautions_for, identities_of
from helpwell.channels.choosing import may_use_again, recipients_context
from helpwell.channels.recipients import Mode
from helpwell.tickets.content import Recipient
from helpwell.tickets.queries import visible_to

MODES: dict[str, Mode] = {"one": "one", "all": "all"}
MOST_TYPED = 200


@requires("tickets.reply")
@require_safe
def recipients(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """The chips for an answer to its writer alone (`?mode=one`) or to everybody (`?mode=all`)."""
    ticket = get_object_or_404(visible_to(request.user), pk=ticket_id)
    answering = answering_on(ticket)
    chosen = answering.recipients(MODES.get(request.GET.get("mode", ""), "usual"))
    context = recipients_context(ticket, answering, chosen=chosen, user=request.user)
    return render(request, "channels/_recipients.html", context)


@requires("tickets.reply")
@require_POST
def cautions(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """What is to be known of the people typed as to, cc and bcc; posted, so no log has them."""
    ticket = get_object_or_404(visible_to(request.user), pk=ticket_id)
    typed = [
        Recipient(kind="to", name="", email=parseaddr(text)[1])
        for kind in ("to", "cc", "bcc")
        for text in request.POST.getlist(kind)[:MOST_TYPED]
    ]
    answering = answering_on(ticket)
    answering.identities.extend(identities_of(typed))
    context = {
        "ticket": ticket,
        "cautions": cautions_for(typed, answering=answering),
        "may_use_again": may_use_again(request.user),
    }
    return render(request, "channels/_cautions.html", context)
