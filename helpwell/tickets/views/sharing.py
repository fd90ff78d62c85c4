"""Asking a colleague to look a draft over, and giving it back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, refusal, rejected
from helpwell.core.numbers import whole
from helpwell.tickets import actions
from helpwell.tickets.models import Draft, Ticket
from helpwell.tickets.sharing import lookers
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.pages import composer_context


@requires("tickets.reply")
@require_http_methods(["GET", "POST"])
def share(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Ask `colleague` to look one's answer over, in the words `request`; GET is the dialog."""
    found = ticket_for(request, ticket_id)
    if request.method == "GET":
        return render(request, "tickets/_ask_over.html", _asking(request, found))
    to = User.objects.filter(pk=whole(request.POST.get("colleague", "")) or 0).first()
    try:
        if to is None:
            raise Refused(_("Choose a colleague."))
        words = request.POST.get("request", "")
        actions.share_draft(found, to=to, request=words, by=request.user)
    except Refused as refused:
        context = _asking(request, found) | {"refusal": str(refused), "typed": request.POST}
        return rejected(request, "tickets/_ask_over.html", context, at="#over-dialog")
    return _composer(request, found, _("%s is asked to look it over") % to.name)


@requires("tickets.reply")
@require_POST
def give_back(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Give back, or take back, the draft `draft`, with a note `words` for its writer."""
    found = ticket_for(request, ticket_id)
    pk = whole(request.POST.get("draft", "")) or 0
    draft = get_object_or_404(Draft.objects.filter(ticket=found), pk=pk)
    try:
        actions.give_back(draft, by=request.user, words=request.POST.get("words", ""))
    except Refused as refused:
        return refusal(refused)
    return _composer(request, found, _("The draft is back with its writer"))


def _asking(request: AgentRequest, found: Ticket) -> dict[str, Any]:
    return {"ticket": found, "people": lookers(found, but=request.user)}


def _composer(request: AgentRequest, found: Ticket, words: str) -> HttpResponse:
    events: dict[str, Any] = {"ticket-changed": {"ticket": found.pk}} | news(words)
    context = composer_context(request.user, ticket_for(request, found.pk))
    return fragment(request, "tickets/_composer.html", context, trigger=events)
