"""The agents' home: where one lands, finding anything, the palette."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from helpwell.accounts.queries import is_empty_house
from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.htmx import wants_fragment
from helpwell.core.slots import fillers_of
from helpwell.tickets.queries import VIEWS
from helpwell.workspace import queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One's own tickets; on an empty house, the first run."""
    if not request.user.is_authenticated and is_empty_house():
        return redirect("accounts:welcome")
    return redirect("tickets:inbox", "mine")


@agents_only
@require_safe
def search(request: AgentRequest) -> HttpResponse:
    """Everything that holds the words `?q=`: tickets by number and by word, customers."""
    typed = request.GET.get("q", "").strip()[:200]
    context = {"typed": typed, "found": queries.everything_with(typed, request.user)}
    part = "workspace/_found.html" if wants_fragment(request) else "workspace/search.html"
    return render(request, part, context)


@agents_only
@require_safe
def palette(request: AgentRequest) -> HttpResponse:
    """What fits `?q=` as options of the palette."""
    typed = request.GET.get("q", "").strip()[:100]
    found = queries.everything_with(typed, request.user, most=6)
    views = [view for view in VIEWS.values() if typed and typed.lower() in str(view.title).lower()]
    context = {"found": found, "typed": typed, "views": views}
    return render(request, "workspace/_palette.html", context)


@agents_only
@require_safe
def settings(request: AgentRequest) -> HttpResponse:
    """The first settings page this person may open."""
    for filler in fillers_of("settings.home"):
        if url := filler({"user": request.user}):
            return redirect(url)
    return redirect("accounts:me")


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to install Helpwell as an app."""
    icon = {"src": static("ui/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": "Helpwell",
            "short_name": "Helpwell",
            "start_url": "/",
            "display": "standalone",
            "background_color": "#f8f6f3",
            "theme_color": "#0f6b5f",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )
