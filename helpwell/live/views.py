from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from helpwell.live import passes
from helpwell.live.topics import allowed

MOST_TOPICS = 20


@login_required
@never_cache
@require_GET
def pass_for_page(request: HttpRequest) -> HttpResponse:
    """A pass for those of `?topics=` that this person may follow."""
    asked = request.GET.get("topics", "").split()[:MOST_TOPICS]
    topics = allowed(asked, request.user)
    return HttpResponse(passes.issue(topics, key=settings.SECRET_KEY), content_type="text/plain")
