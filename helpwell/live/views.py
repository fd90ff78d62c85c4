import time

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from helpwell.live import passes
from helpwell.live.topics import allowed

MOST_TOPICS = 20
DRAWN_SECONDS_AGO = 10


@login_required
@never_cache
@require_safe
def pass_for_page(request: HttpRequest) -> HttpResponse:
    """A pass for those of `?topics=` that this person may follow."""
    asked = request.GET.get("topics", "").split()[:MOST_TOPICS]
    topics = allowed(asked, request.user)
    issued = passes.issue(topics, key=settings.SECRET_KEY, since=_since(request))
    return HttpResponse(issued, content_type="text/plain")


def _since(request: HttpRequest) -> float:
    """When the page was drawn, as it says itself; without a word a little while ago."""
    try:
        return float(request.GET.get("since", ""))
    except ValueError:
        return time.time() - DRAWN_SECONDS_AGO
