"""Who may come in: what nothing of ours sends is refused at the door, in a sentence, and a page
whose sign-in is over is told so.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from helpwell.core.problems import is_for_programs, problem

Answer = Callable[[HttpRequest], HttpResponse]
LARGEST_BODY_BYTES = 128 * 1024 * 1024  # a new ticket with a few files, a mail by a provider
BY_SCRIPT = ("cors", "same-origin")
CHARSETS = ("", "utf-8", "utf8", "us-ascii")


def at_the_door(answer: Answer) -> Answer:
    """Middleware: no other host than ours, no NUL in addresses, no odd charsets in forms, nothing
    that would fill the disk before anybody has looked at it, no private page in a cache.

    Browsers look up the hosts of links before anybody follows them, which would tell a stranger
    that their mail was opened; they are asked not to.
    """

    def guarded(request: HttpRequest) -> HttpResponse:
        if _is_too_large(request):
            return _refused(request, 413, "At most 128 MB come in at once.")
        if not _is_for_us(request):
            return _refused(request, 400, "There is no such host here.")
        if not _is_reasonable(request):
            return _refused(request, 400, "An address holds no NUL character, and text is UTF-8.")
        response = answer(request)
        response.setdefault("Cache-Control", "private, no-cache")
        response.setdefault("X-DNS-Prefetch-Control", "off")
        return response

    return guarded


def signed_in_only[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Let signed-in people in. Others are asked to sign in first; where a script of a page asks, it
    is answered 401, since it would take the page to sign in for what it had asked for."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request: Any = args[0]
        if _is_by_script(request) and not request.user.is_authenticated:
            return HttpResponse(status=401)
        return login_required(view)(*args, **kwargs)

    return guarded


def out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form drawn before its person last signed in or out: 403, to a script 401."""
    if _is_by_script(request):
        return HttpResponse(status=401)
    return HttpResponse(render_to_string("403_csrf.html"), status=403)


def _is_by_script(request: HttpRequest) -> bool:
    """By what htmx says, and browsers to servers they trust (the destination would not do: it is
    empty as well for a page that a service worker fetches)."""
    headers = request.headers
    return headers.get("HX-Request") == "true" or headers.get("Sec-Fetch-Mode") in BY_SCRIPT


def _refused(request: HttpRequest, status: int, words: str) -> HttpResponse:
    if is_for_programs(request):
        return problem(status, words)
    return HttpResponse(render_to_string("400.html"), status=status)


def _is_too_large(request: HttpRequest) -> bool:
    """By what the request says, which is all that is read of it; nothing is taken from one that
    does not say."""
    size = request.META.get("CONTENT_LENGTH", "")
    return size.isdecimal() and int(size[:20]) > LARGEST_BODY_BYTES


def _is_for_us(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _is_reasonable(request: HttpRequest) -> bool:
    charset = (request.content_params or {}).get("charset", "").strip('"').lower()
    address = request.path_info + request.META.get("QUERY_STRING", "")
    return charset in CHARSETS and "\0" not in address and "%00" not in address
