"""The bell, what it rang for, and tickets one wants to hear no more of."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.htmx import news, triggering, wants_fragment
from helpwell.notifications import actions, queries
from helpwell.notifications.models import Notification
from helpwell.tickets.queries import visible_to


@agents_only
@require_safe
def notifications(request: AgentRequest) -> HttpResponse:
    """What somebody is told, newest first."""
    return render(request, "notifications/notifications.html", _listed(request))


@agents_only
@require_safe
def rows(request: AgentRequest) -> HttpResponse:
    """The list alone, for a page that is open."""
    return render(request, "notifications/_rows.html", _listed(request))


@agents_only
@require_safe
def count(request: AgentRequest) -> HttpResponse:
    """What the bell says."""
    unread = queries.unread_of(request.user)
    return render(request, "notifications/_count.html", {"unread": unread})


@agents_only
@require_POST
def read_all(request: AgentRequest) -> HttpResponse:
    """All is read."""
    actions.read_all(by=request.user)
    return _gone_on(request)


@agents_only
@require_POST
def read(request: AgentRequest, notification_id: int) -> HttpResponse:
    """One is read."""
    mine = Notification.objects.filter(person=request.user)
    actions.read(get_object_or_404(mine, pk=notification_id), by=request.user)
    return _gone_on(request)


@agents_only
@require_POST
def read_ticket(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """The ticket was opened."""
    ticket = get_object_or_404(visible_to(request.user), pk=ticket_id)
    actions.read_ticket(ticket.pk, by=request.user)
    return HttpResponse(status=204)


@agents_only
@require_POST
def mute(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Hear no more of a ticket."""
    ticket = get_object_or_404(visible_to(request.user), pk=ticket_id)
    actions.mute(ticket, by=request.user)
    undo = reverse("notifications:unmute", args=[ticket.pk])
    words = _("You hear of this ticket only when somebody names you")
    return triggering(HttpResponse(status=204), news(words, undo=undo))


@agents_only
@require_POST
def unmute(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Hear of it again."""
    ticket = get_object_or_404(visible_to(request.user), pk=ticket_id)
    actions.unmute(ticket.pk, by=request.user)
    if wants_fragment(request):
        return triggering(HttpResponse(status=204), news(_("You hear of this ticket again")))
    return redirect("notifications:settings")


def _listed(request: AgentRequest) -> dict[str, object]:
    return {"notifications": list(queries.notifications_of(request.user))}


def _gone_on(request: AgentRequest) -> HttpResponse:
    if wants_fragment(request):
        return render(request, "notifications/_rows.html", _listed(request))
    return redirect("notifications:list")
