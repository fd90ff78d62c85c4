"""Side talks: asking somebody else about a ticket, on a screen that cannot be mistaken."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, rejected, wants_fragment
from helpwell.core.numbers import whole
from helpwell.core.slots import render as render_slot
from helpwell.core.slots import render_for_list
from helpwell.tickets import actions, queries, side_talks
from helpwell.tickets.models import Draft, Message, SideTalk, Ticket
from helpwell.tickets.views import typed
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.lists import may
from helpwell.tickets.views.pages import beside_context, whole_page

WAYS_TO_ASK = [
    ("on_hold", gettext_lazy("Send and put the ticket on hold"), "on_hold"),
    ("as_is", gettext_lazy("Send, the ticket stays as it is"), ""),
]


@agents_only
@require_safe
def talks(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """The ticket's side talks, as its page lists them."""
    found = ticket_for(request, ticket_id)
    context = {"ticket": found, "talks": side_talks.talks_of(found)}
    return render(request, "tickets/_talks.html", context)


@requires("tickets.ask")
@require_http_methods(["GET", "POST"])
def new_talk(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Ask somebody else; `?message=` begins with that message, to forward it."""
    found = ticket_for(request, ticket_id)
    if request.method == "GET":
        return _shown(request, found, None, _beginning(request, found))
    try:
        message = actions.open_side_talk(
            found, subject=request.POST.get("subject", ""), by=request.user, **_written(request)
        )
    except Refused as refused:
        return _not_sent(request, found, None, refused)
    return _said(request, found, message)


@agents_only
@require_safe
def talk(request: AgentRequest, ticket_id: int, talk_id: int) -> HttpResponse:
    """One side talk: what was said in it, and the means to say more."""
    found = ticket_for(request, ticket_id)
    return _shown(request, found, _talk(found, talk_id), {})


@agents_only
@require_safe
def thread(request: AgentRequest, ticket_id: int, talk_id: int) -> HttpResponse:
    """What was said in a side talk."""
    found = ticket_for(request, ticket_id)
    context = _thread_context(request, found, _talk(found, talk_id))
    return render(request, "tickets/_talk_thread.html", context)


@requires("tickets.ask")
@require_POST
def write(request: AgentRequest, ticket_id: int, talk_id: int) -> HttpResponse:
    """Say more in a side talk: body, to, cc, bcc, attachments, status."""
    found = ticket_for(request, ticket_id)
    there = _talk(found, talk_id)
    try:
        message = actions.write_in_side_talk(there, by=request.user, **_written(request))
    except Refused as refused:
        return _not_sent(request, found, there, refused)
    return _said(request, found, message)


def _talk(ticket: Ticket, talk_id: int) -> SideTalk:
    return get_object_or_404(SideTalk.objects.select_related("ticket"), pk=talk_id, ticket=ticket)


def _written(request: AgentRequest) -> dict[str, Any]:
    """What somebody has written for a third party; refuses what is no address."""
    then = request.POST.get("status", "")
    return {
        "html": request.POST.get("body", ""),
        "recipients": typed.recipients(request),
        "attachment_ids": typed.numbers(request.POST.getlist("attachment")),
        "passed_on": typed.numbers(request.POST.getlist("passed_on")),
        "then": then if then == Ticket.Status.ON_HOLD else "",
    }


def _shown(
    request: AgentRequest, ticket: Ticket, there: SideTalk | None, begun: dict[str, Any]
) -> HttpResponse:
    context = _context(request, ticket, there) | begun
    if wants_fragment(request):
        return render(request, "tickets/_talk_change.html", context)
    return whole_page(request, context)


def _said(request: AgentRequest, ticket: Ticket, message: Message) -> HttpResponse:
    """The talk with its new message, under its own address."""
    found = ticket_for(request, ticket.pk)
    there = message.side_talk
    assert there is not None
    events: dict[str, Any] = {"ticket-changed": {"ticket": found.pk}} | news(
        _("It goes out in a moment; the customer does not see it")
    )
    context = _context(request, found, there)
    answer = fragment(request, "tickets/_talk_change.html", context, trigger=events)
    answer["HX-Push-Url"] = reverse("tickets:talk", args=[found.pk, there.pk])
    return answer


def _not_sent(
    request: AgentRequest, ticket: Ticket, there: SideTalk | None, refused: Refused
) -> HttpResponse:
    """The composer as it was, with the sentence."""
    context = _composer_context(request, ticket, there) | {
        "refusal": str(refused),
        "html": request.POST.get("body", ""),
        "subject": request.POST.get("subject", ""),
        "typed": {kind: request.POST.getlist(kind) for kind in ("to", "cc", "bcc")},
        "chosen": typed.numbers(request.POST.getlist("passed_on")),
    }
    return rejected(request, "tickets/_talk_composer.html", context, at="#composer")


def _context(request: AgentRequest, ticket: Ticket, there: SideTalk | None) -> dict[str, Any]:
    return (
        beside_context(request.user, ticket)
        | {"is_aside": True}
        | _thread_context(request, ticket, there)
        | _composer_context(request, ticket, there)
    )


def _thread_context(
    request: AgentRequest, ticket: Ticket, there: SideTalk | None
) -> dict[str, Any]:
    messages = list(side_talks.messages_in(there)) if there else []
    return {
        "ticket": ticket,
        "talk": there,
        "messages_said": messages,
        "people": side_talks.people_in(messages),
        "message_notes": render_for_list("tickets.message_foot", messages),
        "may": may(request.user),
    }


def _composer_context(
    request: AgentRequest, ticket: Ticket, there: SideTalk | None
) -> dict[str, Any]:
    """What the composer of a side talk starts with."""
    mode = there.mode if there else Draft.Mode.ASIDE
    draft = queries.drafts_of(request.user, ticket).get(mode)
    return {
        "ticket": ticket,
        "talk": there,
        "mode": mode,
        "html": draft.html if draft else "",
        "subject": ticket.title,
        "draft": draft,
        "recipients": render_slot("tickets.talk_recipients", {"talk": there, "draft": draft}),
        "uploads": [f for f in queries.uploads_of(request.user, ticket) if f.mode == mode],
        "files": side_talks.files_offered(ticket),
        "chosen": [],
        "ways_to_send": WAYS_TO_ASK,
        "may": may(request.user),
    }


def _beginning(request: AgentRequest, ticket: Ticket) -> dict[str, Any]:
    """What a new talk begins with: the forwarded message under what was written so far."""
    wanted = whole(request.GET.get("message", "")) or 0
    public = ticket.messages.filter(kind__in=Message.PUBLIC).select_related("customer", "author")
    last = public.filter(kind=Message.Kind.RECEIVED).order_by("-pk").first()
    offered = {"offered": last} if last else {}
    message = public.filter(pk=wanted).first()
    if message is None:
        return offered
    draft = queries.drafts_of(request.user, ticket).get(Draft.Mode.ASIDE)
    files = message.attachments.values_list("file_id", flat=True)
    return {
        "html": (draft.html if draft else "") + side_talks.forwarded(message),
        "subject": _("Fwd: %s") % ticket.title,
        "chosen": [f.pk for f in side_talks.files_offered(ticket) if f.file_id in set(files)],
    }
