"""How mail fares: inboxes, what waits for a person, facts that were not heard."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels.health_queries import MailHealth, mail_health, waiting
from helpwell.channels.permissions import SEE_HEALTH
from helpwell.channels.troubles import troubles_of
from helpwell.core.htmx import fragment, news, wants_fragment
from helpwell.events import actions as events
from helpwell.events.models import Setback

MOST_WAITING = 20
MOST_TROUBLES = 4


@requires(SEE_HEALTH)
@require_safe
def overview(request: AgentRequest) -> HttpResponse:
    """The page, and the same page's content when something has changed."""
    name = "channels/_health.html" if wants_fragment(request) else "channels/health.html"
    return render(request, name, _content())


@requires(SEE_HEALTH)
@require_safe
def alert(request: AgentRequest) -> HttpResponse:
    """What the rail shows while something is wrong: a way to this page with the sentences."""
    health = mail_health()
    said = [finding.message for finding in troubles_of(health)]
    if health.setbacks:
        said.append(_("Something that happened was not heard everywhere."))
    return render(request, "channels/_alert.html", {"said": said})


@requires(SEE_HEALTH)
@require_POST
def retry_fact(request: AgentRequest, setback_id: int) -> HttpResponse:
    """Tell a fact once more to the part that failed on it."""
    waits = Setback.objects.filter(next_try_at=None)
    events.retry(get_object_or_404(waits, pk=setback_id))
    if not wants_fragment(request):
        return redirect("channels:mail_health")
    words = news(_("It is told again."))
    return fragment(request, "channels/_health.html", _content(), trigger=words)


def _content() -> dict[str, object]:
    health: MailHealth = mail_health()
    troubles = list(troubles_of(health))
    return {
        "health": health,
        "troubles": troubles[:MOST_TROUBLES],
        "more": max(0, len(troubles) - MOST_TROUBLES),
        "waiting": waiting()[:MOST_WAITING] if health.waiting else [],
    }
