"""Requests that nothing of ours sends: refused at the door, in a sentence."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

Answer = Callable[[HttpRequest], HttpResponse]
CHARSETS = ("", "utf-8", "utf8", "us-ascii")


def at_the_door(answer: Answer) -> Answer:
    """Middleware: no NUL in addresses, no odd charsets in forms, no private page in a cache."""

    def guarded(request: HttpRequest) -> HttpResponse:
        if not _is_reasonable(request):
            return HttpResponse(render_to_string("400.html"), status=400)
        response = answer(request)
        response.setdefault("Cache-Control", "private, no-cache")
        return response

    return guarded


def _is_reasonable(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "").strip('"').lower()
    address = request.path_info + request.META.get("QUERY_STRING", "")
    return charset in CHARSETS and "\0" not in address and "%00" not in address
