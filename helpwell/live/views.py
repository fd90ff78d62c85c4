import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpwell.core.requests import signed_in_only
from helpwell.live import passes
from helpwell.live.topics import allowed

MOST_TOPICS = 20
DRAWN_SECONDS_AGO = 10


@never_cache
@require_safe
def pass_for_page(request: HttpRequest) -> HttpResponseBase:
    """A pass for those of `?topics=` that this person may follow.

    It bears the moment before their rights are read: what changes meanwhile makes it void. With it
    comes who is signed in, and the token of their forms: a page that was drawn before goes on.
    """
    return _given(request, now=time.time())


@signed_in_only
def _given(request: HttpRequest, *, now: float) -> HttpResponse:
    asked = request.GET.get("topics", "").split()[:MOST_TOPICS]
    issued = passes.issue(
        allowed(asked, request.user),
        person=request.user.pk or 0,
        key=settings.SECRET_KEY,
        since=_since(request),
        now=now,
    )
    response = HttpResponse(issued, content_type="text/plain")
    response["Signed-In"] = str(request.user.pk)
    response["X-CSRFToken"] = get_token(request)
    return response


def _since(request: HttpRequest) -> float:
    """When the page was drawn, as it says itself; without a word a little while ago."""
    try:
        return float(request.GET.get("since", ""))
    except ValueError:
        return time.time() - DRAWN_SECONDS_AGO
