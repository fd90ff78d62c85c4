"""The agents' home: where one lands, finding anything, the palette."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.queries import is_empty_house
from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.core.htmx import wants_fragment
from helpwell.core.settings_pages import SettingsPage, pages_for
from helpwell.core.text import fold
from helpwell.tickets.standing_views import VIEWS
from helpwell.workspace import queries, suggesting

MOST_PAGES = 5


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
    context = {"found": found, "typed": typed, "views": views, "pages": _pages(request, typed)}
    return render(request, "workspace/_palette.html", context)


def _pages(request: AgentRequest, typed: str) -> list[SettingsPage]:
    """The settings that are called so, or are for that."""
    words = fold(typed).split()
    pages = pages_for(request.user.can) if words else []
    fitting = [page for page in pages if all(word in fold(page.found_by) for word in words)]
    return fitting[:MOST_PAGES]


@agents_only
@require_safe
def settings(request: AgentRequest) -> HttpResponse:
    """Every settings page this person may open, with what it is for."""
    return render(request, "workspace/settings.html")


@requires("tickets.arrange")
@require_POST
def suggestions(request: AgentRequest) -> HttpResponse:
    """Put in what most desks need, or (`out`) take it out again as far as it is not in use."""
    if "out" in request.POST:
        suggesting.take_out(by=request.user)
        messages.success(request, _("Taken out, as far as no ticket uses it."))
    else:
        suggesting.put_in(by=request.user)
        messages.success(request, _("Put in. Change or remove any of it under Settings."))
    return redirect("accounts:getting_started")


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to install Helpwell as an app."""
    scalable = {"src": static("ui/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": "Helpwell",
            "short_name": "Helpwell",
            "id": "/",
            "scope": "/",
            "start_url": "/",
            "display": "standalone",
            "background_color": "#f8f6f3",
            "theme_color": "#0f6b5f",
            "icons": [scalable, _icon("192", 192), _icon("512", 512), _icon("maskable-512", 512)],
        },
        content_type="application/manifest+json",
    )


def _icon(name: str, pixels: int) -> dict[str, str]:
    purpose = "maskable" if name.startswith("maskable") else "any"
    source = static(f"ui/icons/{name}.png")
    size = f"{pixels}x{pixels}"
    return {"src": source, "sizes": size, "type": "image/png", "purpose": purpose}
