"""What an agent sets on a ticket; every answer is the new head, a notice and a way back."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.models import Group, User
from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, refusal
from helpwell.core.numbers import whole
from helpwell.core.text import storable
from helpwell.tickets import actions, queries
from helpwell.tickets.actions.changing import tag_name
from helpwell.tickets.actions.completing import insist_on_completeness
from helpwell.tickets.errors import Incomplete, InSpam, SetAside
from helpwell.tickets.loose_ends import loose_ends
from helpwell.tickets.models import Ticket
from helpwell.tickets.taking_back import as_told, known_change, needed_for
from helpwell.tickets.views import typed
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.missing import ask_what_is_missing
from helpwell.tickets.views.pages import head_context
from helpwell.tickets.views.tagging import ask_for_tags, wants_tags

COMPOSER: dict[str, Any] = {"composer-changed": {}}  # what may be written is not what it was


@requires("tickets.set_status")
@require_POST
def set_status(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Say whose turn it is; `to` is a status."""
    found = ticket_for(request, ticket_id)
    if found.is_hidden:
        return refusal(InSpam() if found.is_spam else SetAside())
    try:
        to, custom = typed.status(request, "to")
        if not to:
            return refusal(_("There is no such status."))
        insist_on_completeness(found, to=to, by=request.user)
        if "untagged" not in request.POST and wants_tags(request.user, found, to=to):
            return ask_for_tags(request, found)
        if request.user.can("tickets.tag") and (tags := request.POST.getlist("tag")):
            actions.tag(found, add=tags, by=request.user)
        fact_id = actions.set_status(found, to=to, custom=custom, by=request.user)
    except Incomplete as refused:
        return ask_what_is_missing(request, found, refused, to=request.POST["to"])
    except Refused as refused:
        return refusal(refused)
    name = custom.name if custom else Ticket.Status(to).label
    left = loose_ends(found, request.user) if to in Ticket.DONE else ""
    words = _("Status: %s") % name
    return changed(request, found, fact_id, f"{words}. {left}" if left else words)


@requires("tickets.mark_spam")
@require_POST
def mark_spam(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Put it into spam."""
    found = ticket_for(request, ticket_id)
    try:
        fact_id = actions.mark_spam(found, by=request.user)
    except Refused as refused:
        return refusal(refused)
    return changed(request, found, fact_id, _("In spam"), also=COMPOSER)


@requires("tickets.mark_spam")
@require_POST
def not_spam(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Take it out of spam."""
    found = ticket_for(request, ticket_id)
    fact_id = actions.not_spam(found, by=request.user)
    return changed(request, found, fact_id, _("Taken out of spam"), also=COMPOSER)


@requires("tickets.trash")
@require_POST
def trash(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Throw it away."""
    found = ticket_for(request, ticket_id)
    try:
        fact_id = actions.trash(found, by=request.user)
    except Refused as refused:
        return refusal(refused)
    return changed(request, found, fact_id, _("In the trash"), also=COMPOSER)


@requires("tickets.trash")
@require_POST
def restore(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Take it out of the trash."""
    found = ticket_for(request, ticket_id)
    fact_id = actions.restore(found, by=request.user)
    return changed(request, found, fact_id, _("Taken out of the trash"), also=COMPOSER)


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
    return changed(request, found, fact_id, _("Priority: %s") % Ticket.Priority(number).label)


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
    return changed(request, found, fact_id, words)


@requires("tickets.assign")
@require_POST
def take(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Take the ticket oneself."""
    found = ticket_for(request, ticket_id)
    fact_id = actions.assign(found, to=request.user, group=found.group, by=request.user)
    return changed(request, found, fact_id, _("It is yours"))


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
    return changed(request, found, fact_id, _("Tags changed"))


@agents_only
@require_POST
def undo(request: AgentRequest, ticket_id: int, fact_id: int) -> HttpResponse:
    """Take a change back."""
    found = ticket_for(request, ticket_id)
    row = known_change(request.user, found, fact_id)
    if row is None:
        raise Http404
    if not request.user.can(needed_for(row)):
        return refusal(_("You may not change this."))
    try:
        actions.undo(found, as_told(row), by=request.user)
    except Refused as refused:
        return refusal(refused)
    also = COMPOSER if needed_for(row) in ("tickets.mark_spam", "tickets.trash") else None
    return changed(request, found, None, _("Taken back"), also=also)


@requires("tickets.tag")
@require_safe
def tag_names(request: AgentRequest) -> HttpResponse:
    """Known tags that begin with `?q=`, for the pick list."""
    begun = storable(request.GET.get("q", "").lower())
    found = queries.tags_known_to(request.user).filter(name__startswith=begun)
    names = found.values_list("name", flat=True)[:12]
    return render(request, "tickets/_tag_names.html", {"names": names})


def changed(
    request: AgentRequest,
    ticket: Ticket,
    fact_id: int | None,
    words: str | Promise,
    *,
    also: dict[str, Any] | None = None,
) -> HttpResponse:
    """The head as it is now; the list and the notices hear of it, and `also` other events."""
    again = ticket_for(request, ticket.pk) if _still_sees(request, ticket) else ticket
    undo_url = reverse("tickets:undo", args=[ticket.pk, fact_id]) if fact_id else ""
    events: dict[str, Any] = {"ticket-changed": {"ticket": ticket.pk}} | news(words, undo=undo_url)
    events |= also or {}
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
    people = User.objects.colleagues().only("pk", "name", "email")
    return {
        "people": [("", _("Nobody")), *((person.pk, str(person)) for person in people)],
        "groups": [("", _("No group")), *Group.objects.values_list("pk", "name")],
    }


def _known_tags(user: User) -> list[str]:
    return list(queries.tags_known_to(user).values_list("name", flat=True)[:200])
