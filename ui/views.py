"""The style guide: every part in every state, in both themes; who may see it is decided in urls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from ui import examples


@require_GET
def style_guide(request: HttpRequest) -> HttpResponse:
    """All parts on one page."""
    return render(request, "ui/guide/parts.html", examples.parts())


@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """The frame with its panes filled; `?empty` has nothing to do, `?showing=` is for a phone."""
    return render(request, "ui/guide/screen.html", examples.screen(request.GET))


@require_GET
def plain(request: HttpRequest) -> HttpResponse:
    """The calm card of sign-in, invitations and errors."""
    return render(request, "ui/guide/plain.html", examples.parts())


@require_GET
def found(request: HttpRequest) -> HttpResponse:
    """What a palette's or a pick list's server answers: options."""
    return render(request, "ui/guide/_found.html", {"typed": request.GET.get("q", "")})


@require_GET
def colleagues(request: HttpRequest) -> HttpResponse:
    """What a pick list at the caret is answered: people whose names begin so."""
    typed = request.GET.get("q", "").lower()
    fitting = [name for _, name in examples.AGENTS if name.lower().startswith(typed)]
    return render(request, "ui/guide/_colleagues.html", {"names": fitting})


@csrf_exempt
@require_POST
def undone(request: HttpRequest) -> HttpResponse:
    """Something taken back: no content, and a notice by header."""
    return HttpResponse(status=204, headers={"HX-Trigger": '{"toast": {"text": "Taken back."}}'})


@csrf_exempt
@require_POST
def refused(request: HttpRequest) -> HttpResponse:
    """A form that comes back with its errors, as 422."""
    return render(
        request, "ui/guide/_refused.html", {"form": examples.SampleForm(request.POST)}, status=422
    )
