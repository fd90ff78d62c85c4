"""Macros and snippets on a ticket: choosing them, seeing before what they do, taking back."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.htmx import fragment, news, refusal, triggering
from helpwell.core.text import storable
from helpwell.macros import actions, queries
from helpwell.macros.errors import NotForHere
from helpwell.macros.models import Macro, Snippet, Use
from helpwell.macros.preview import preview, steps_of
from helpwell.tickets.models import Ticket
from helpwell.tickets.queries import visible_to

NEEDED = {"reply": "tickets.reply", "note": "tickets.note"}


@agents_only
@require_safe
def snippets(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """The pick list for what is typed after /, as `?q=`."""
    found = _ticket(request, ticket_id)
    typed = storable(request.GET.get("q", ""))
    rows = queries.snippets_for(request.user, typed).select_related("group")
    context = {"ticket": found, "snippets": rows, "typed": typed}
    return render(request, "macros/_snippets.html", context)


@agents_only
@require_POST
def snippet_text(request: AgentRequest, ticket_id: int, snippet_id: int) -> HttpResponse:
    """A snippet's words for this ticket, as HTML for the editor."""
    found = _ticket(request, ticket_id)
    snippet = get_object_or_404(Snippet.objects.usable_by(request.user), pk=snippet_id)
    filled = actions.note_put_in(snippet, found, by=request.user)
    return HttpResponse(filled.html)


@agents_only
@require_safe
def macros(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """The dialog that offers macros; with `?q=` only its list."""
    found = _ticket(request, ticket_id)
    typed = storable(request.GET.get("q", ""))
    rows = queries.macros_for(request.user, typed).select_related("group")
    template = "macros/_macros.html" if "q" in request.GET else "macros/_picker.html"
    return render(request, template, {"ticket": found, "macros": rows, "typed": typed})


@agents_only
@require_http_methods(["GET", "POST"])
def macro(request: AgentRequest, ticket_id: int, macro_id: int) -> HttpResponse:
    """GET tells what a macro would do; POST chooses it."""
    found = _ticket(request, ticket_id)
    usable = Macro.objects.usable_by(request.user).filter(moment__in=queries.ON_TICKETS)
    chosen = get_object_or_404(usable, pk=macro_id)
    if request.method == "POST":
        return _chosen(request, found, chosen)
    context = {
        "ticket": found,
        "macro": chosen,
        "preview": preview(chosen, found, by=request.user),
        "may_write": _may_write(chosen, request.user),
    }
    return render(request, "macros/_preview.html", context)


@agents_only
@require_POST
def drop_deed(request: AgentRequest, use_id: int, deed: str) -> HttpResponse:
    """Leave one deed of a prepared macro out; answers the chips that are left."""
    use = _prepared(request, use_id)
    actions.drop_deed(use, deed=deed, by=request.user)
    return _chips(request, use.ticket, use.mode)


@agents_only
@require_POST
def drop(request: AgentRequest, use_id: int) -> HttpResponse:
    """Forget a prepared macro, since its words were thrown away."""
    use = _prepared(request, use_id)
    actions.drop(use, by=request.user)
    return _chips(request, use.ticket, use.mode)


@agents_only
@require_POST
def take_back(request: AgentRequest, use_id: int) -> HttpResponse:
    """Undo all that a macro without words has done."""
    mine = _mine(Use.objects.done(), request).filter(message=None)
    use = get_object_or_404(mine.select_related("ticket"), pk=use_id)
    refusals = actions.take_back(use, by=request.user)
    words = " ".join([_("Taken back."), *refusals])
    return triggering(HttpResponse(status=204), _changed(use.ticket) | news(words))


def _chosen(request: AgentRequest, ticket: Ticket, chosen: Macro) -> HttpResponse:
    if not _may_write(chosen, request.user):
        return refusal(NotForHere())
    use, filled, refusals = actions.choose(chosen, ticket, by=request.user)
    if filled.html:
        return _chips(request, ticket, use.mode, words=filled.html, blanks=filled.blanks)
    undo = reverse("macros:take_back", args=[use.pk]) if use.fact_ids else ""
    words = _told(chosen, use, refusals)
    return triggering(HttpResponse(status=204), _changed(ticket) | news(words, undo=undo))


def _told(chosen: Macro, use: Use, refusals: list[str]) -> str:
    """What a macro without words has done, and what not, as a notice."""
    done = [_("Done: %s.") % chosen.name if use.fact_ids else _("Nothing to change.")]
    return " ".join([*done, *(_("Not done: %s.") % words.rstrip(".") for words in refusals)])


def _chips(request: AgentRequest, ticket: Ticket, mode: str, **more: Any) -> HttpResponse:
    context = chips_context(ticket, request.user, mode=mode) | more
    response = fragment(request, "macros/_deeds.html", context)
    response["HX-Retarget"] = f"#deeds-{mode}"
    response["HX-Reswap"] = "innerHTML"
    return response


def chips_context(ticket: Ticket, user: User, *, mode: str) -> dict[str, Any]:
    """The prepared macros of a composer, each with its deeds in words."""
    uses = list(queries.prepared_on(ticket, user, mode=mode))
    prepared = [(use, steps_of(use.deeds, by=user)) for use in uses]
    return {"ticket": ticket, "mode": mode, "prepared": prepared}


def _changed(ticket: Ticket) -> dict[str, Any]:
    return {"ticket-changed": {"ticket": ticket.pk}, "ticket-head-changed": {}}


def _may_write(chosen: Macro, user: User) -> bool:
    """A macro with words needs the right to write them; one without needs what its deeds need."""
    return not (chosen.html or chosen.variants) or user.can(NEEDED[chosen.moment])


def _ticket(request: AgentRequest, ticket_id: int) -> Ticket:
    found = visible_to(request.user).select_related("requester", "brand", "assignee", "group")
    return get_object_or_404(found, pk=ticket_id)


def _prepared(request: AgentRequest, use_id: int) -> Use:
    mine = _mine(Use.objects.prepared(), request)
    return get_object_or_404(mine.select_related("ticket"), pk=use_id)


def _mine(uses: QuerySet[Use], request: AgentRequest) -> QuerySet[Use]:
    """One's own, on tickets that one still sees."""
    return uses.filter(agent=request.user, ticket__in=visible_to(request.user))
