"""What an agent sets on a ticket; every answer is the new head, a notice and a way back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.models import Group, User
from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.core.actors import Actor
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, refusal
from helpwell.core.numbers import whole
from helpwell.core.text import storable
from helpwell.events.facts import revive
from helpwell.events.models import Fact
from helpwell.tickets import actions, queries
from helpwell.tickets.actions.changing import tag_name
from helpwell.tickets.models import Ticket
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.pages import head_context


@requires("tickets.set_status")
@require_POST
def set_status(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Say whose turn it is; `to` is a status."""
    found = ticket_for(request, ticket_id)
    to = request.POST.get("to", "")
    if to not in Ticket.Status:
        return refusal(_("There is no such status."))
    fact_id = actions.set_status(found, to=to, by=request.user)
    return _changed(request, found, fact_id, _("Status: %s") % Ticket.Status(to).label)


@requires("tickets.prioritise")
@require_POST
def prioritise(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Say how urgent it is; `to` is 1 to 4."""
    found = ticket_for(request, ticket_id)
    to = request.POST.get("to", "")
    number = whole(to)
    if number is None or number not in Ticket.Priority:
        return refusal(_("There is no such priority."))
    fact_id = actions.prioritise(found, to=number, by=request.user)
    return _changed(request, found, fact_id, _("Priority: %s") % Ticket.Priority(number).label)


@requires("tickets.assign")
@require_http_methods(["GET", "POST"])
def assign(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Give it to a person and a group; GET is the dialog that asks."""
    found = ticket_for(request, ticket_id)
    if request.method == "GET":
        return render(request, "tickets/_assign.html", {"ticket": found} | _who_there_is())
    try:
        to = _chosen(User, request.POST.get("assignee", ""))
        group = _chosen(Group, request.POST.get("group", ""))
        fact_id = actions.assign(found, to=to, group=group, by=request.user)
    except Refused as refused:
        return refusal(refused)
    words = _("Assigned to %s") % to.name if to else _("Assigned to nobody")
    return _changed(request, found, fact_id, words)


@requires("tickets.assign")
@require_POST
def take(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Take the ticket oneself."""
    found = ticket_for(request, ticket_id)
    fact_id = actions.assign(found, to=request.user, group=found.group, by=request.user)
    return _changed(request, found, fact_id, _("It is yours"))


@requires("tickets.tag")
@require_http_methods(["GET", "POST"])
def tag(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Set the ticket's tags to exactly the `tag`s given; GET is the dialog that asks."""
    found = ticket_for(request, ticket_id)
    present = [tag.name for tag in found.tags.all()]
    if request.method == "GET":
        context = {"ticket": found, "names": present, "known": _known_tags(request.user)}
        return render(request, "tickets/_tags.html", context)
    wanted = request.POST.getlist("tag")
    try:
        gone = set(present) - {tag_name(name) for name in wanted}
        fact_id = actions.tag(found, add=wanted, remove=gone, by=request.user)
    except Refused as refused:
        return refusal(refused)
    return _changed(request, found, fact_id, _("Tags changed"))


@agents_only
@require_POST
def undo(request: AgentRequest, ticket_id: int, fact_id: int) -> HttpResponse:
    """Take a change back."""
    found = ticket_for(request, ticket_id)
    row = get_object_or_404(Fact, pk=fact_id, about=f"ticket:{found.pk}")
    if not request.user.can(NEEDED.get(row.name, "")):
        return refusal(_("You may not change this."))
    fact = revive(row.name, row.payload, Actor(kind="agent", id=row.actor_id))
    try:
        actions.undo(found, fact, by=request.user)
    except Refused as refused:
        return refusal(refused)
    return _changed(request, found, None, _("Taken back"))


NEEDED = {
    "ticket.assigned": "tickets.assign",
    "ticket.status_changed": "tickets.set_status",
    "ticket.prioritised": "tickets.prioritise",
    "ticket.tagged": "tickets.tag",
}


@requires("tickets.tag")
@require_safe
def tag_names(request: AgentRequest) -> HttpResponse:
    """Known tags that begin with `?q=`, for the pick list."""
    typed = storable(request.GET.get("q", "").lower())
    found = queries.tags_known_to(request.user).filter(name__startswith=typed)
    names = found.values_list("name", flat=True)[:12]
    return render(request, "tickets/_tag_names.html", {"names": names})


def _changed(
    request: AgentRequest, ticket: Ticket, fact_id: int | None, words: str | Promise
) -> HttpResponse:
    """The head as it is now; the list and the notices hear of it."""
    again = ticket_for(request, ticket.pk) if _still_sees(request, ticket) else ticket
    undo_url = reverse("tickets:undo", args=[ticket.pk, fact_id]) if fact_id else ""
    events: dict[str, Any] = {"ticket-changed": {"ticket": ticket.pk}} | news(words, undo=undo_url)
    return fragment(
        request, "tickets/_head.html", head_context(request.user, again), trigger=events
    )


def _still_sees(request: AgentRequest, ticket: Ticket) -> bool:
    """Giving a ticket away may take it out of one's own sight."""
    return queries.visible_to(request.user).filter(pk=ticket.pk).exists()


def _chosen[M: (User, Group)](model: type[M], pk: str) -> M | None:
    """The chosen row, nothing for an empty choice; an unknown one is refused."""
    if not pk:
        return None
    found = model._default_manager.filter(pk=whole(pk) or 0).first()
    if found is None:
        raise Refused(_("That person or group does not exist any more."))
    return found


def _who_there_is() -> dict[str, Any]:
    people = User.objects.filter(is_active=True).only("pk", "name", "email")
    return {
        "people": [("", _("Nobody")), *((person.pk, str(person)) for person in people)],
        "groups": [("", _("No group")), *Group.objects.values_list("pk", "name")],
    }


def _known_tags(user: User) -> list[str]:
    return list(queries.tags_known_to(user).values_list("name", flat=True)[:200])
