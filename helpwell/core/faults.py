"""The page for a fault of ours: calm when the database is away, which passes by itself."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from helpwell.core.database import is_passing
from helpwell.core.problems import is_for_programs, problem

TRY_AGAIN_SECONDS = 5


def fault(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database is away or busy, so that programs try again; else 500."""
    error = sys.exception()
    if error is None or not is_passing(error):
        return _answer(request, 500)
    page = _answer(request, 503)
    page["Retry-After"] = str(TRY_AGAIN_SECONDS)
    return page


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    if is_for_programs(request):
        return problem(status)
    return HttpResponse(render_to_string(f"{status}.html"), status=status)
