"""Requests that nothing of ours sends: refused at the door, in a sentence."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from helpwell.core.problems import is_for_programs, problem

Answer = Callable[[HttpRequest], HttpResponse]
LARGEST_BODY_BYTES = 128 * 1024 * 1024  # a new ticket with a few files, a mail by a provider
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
