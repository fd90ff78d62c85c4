"""The API's description: for programs, and as a page for people."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from helpwell.api.description import description
from helpwell.api.errors import Declined
from helpwell.api.reading import chapters
from helpwell.api.scopes import SCOPES


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The description in OpenAPI 3.1; it holds nothing of anybody's."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people, without a script from anywhere."""
    context = {"chapters": chapters(description()), "scopes": SCOPES.values()}
    return render(request, "api/docs.html", context)


def nowhere(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Any other address below the API's."""
    raise Declined(404, _("There is no such address. All of them: /api/."))
