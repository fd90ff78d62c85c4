"""The coach beside the composer, and what people want of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts.actions import choose_hints
from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.core.errors import Refused
from helpwell.core.text import storable
from helpwell.tickets import actions
from helpwell.tickets.coaching import KINDS, THEMES, advice_on
from helpwell.tickets.models import HouseWord
from helpwell.tickets.permissions import ARRANGE
from helpwell.tickets.views import typed
from helpwell.tickets.views.fetching import ticket_for


@requires("tickets.reply")
@require_POST
def coach(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """What to say about the answer being written, `text`; nothing of it is kept."""
    found = ticket_for(request, ticket_id)
    advice = advice_on(
        storable(request.POST.get("text", "")),
        found,
        user=request.user,
        zone=typed.zone(request),
        has_attachment="attachment" in request.POST,
        by_hand=_by_hand(request),
        decided=typed.decided(request),
    )
    return render(request, "tickets/_advice.html", {"advice": advice, "kinds": KINDS})


@agents_only
@require_POST
def unwanted(request: AgentRequest) -> HttpResponse:
    """No more hints of the kind `kind`."""
    kind = request.POST.get("kind", "")
    if kind in KINDS:
        _choose(request.user, {*request.user.unwanted_hints, kind})
    return HttpResponse(status=204)


@agents_only
@require_http_methods(["GET", "POST"])
def hints(request: AgentRequest) -> HttpResponse:
    """Which kinds of hints I want, as ticks."""
    if request.method == "POST":
        wanted = set(request.POST.getlist("kind"))
        _choose(request.user, set(KINDS) - wanted)
        messages.success(request, _("Saved"))
        return redirect("tickets:hints")
    unwanted = request.user.unwanted_hints
    themes = [
        (theme, [(kind, name, kind not in unwanted) for kind, name in kinds.items()])
        for theme, kinds in THEMES
    ]
    return render(request, "tickets/settings/hints.html", {"themes": themes})


@requires(ARRANGE)
@require_http_methods(["GET", "POST"])
def house_words(request: AgentRequest) -> HttpResponse:
    """The house's own words: keep one, or take `gone` out."""
    context: dict[str, Any] = {"refusal": ""}
    if request.method == "POST":
        try:
            _keep(request)
        except Refused as refused:
            context = {"refusal": str(refused), "typed": request.POST}
        else:
            return redirect("tickets:house_words")
    context["words"] = HouseWord.objects.all()[:1000]
    status = 422 if context["refusal"] else 200
    return render(request, "tickets/settings/house_words.html", context, status=status)


def _keep(request: AgentRequest) -> None:
    for word in HouseWord.objects.filter(pk__in=typed.numbers(request.POST.getlist("gone"))):
        actions.forget_house_word(word, by=request.user)
    if "word" in request.POST:
        instead = request.POST.get("instead", "")
        actions.keep_house_word(request.POST["word"], instead=instead, by=request.user)


def _choose(person: User, unwanted: set[str]) -> None:
    choose_hints(person, unwanted=unwanted, by=person)


def _by_hand(request: AgentRequest) -> dict[str, bool]:
    ticked = dict.fromkeys(request.POST.getlist("ticked"), True)
    return ticked | dict.fromkeys(request.POST.getlist("unticked"), False)
