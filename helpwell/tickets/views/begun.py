"""New tickets that are being written: kept, offered again, thrown away."""

from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.htmx import wants_fragment
from helpwell.core.numbers import whole
from helpwell.tickets import actions, queries
from helpwell.tickets.models import Draft
from helpwell.tickets.sheets import Sheet
from helpwell.tickets.views.keeping import answer_kept
from helpwell.tickets.views.typed import uuid_of

OFFERED = 5  # of the tickets somebody has begun


@agents_only
@require_POST
def keep(request: AgentRequest) -> HttpResponse:
    """Keep the new ticket as it stands so far, under the token of its page."""
    insist_on_writing(request.user)
    token, sheet = token_in(request), Sheet.typed(request.POST)
    edition = whole(request.POST.get("edition", ""))
    return answer_kept(
        request, lambda: actions.save_begun(token, sheet, edition=edition, by=request.user)
    )


@agents_only
@require_safe
def begun_tickets(request: AgentRequest) -> HttpResponse:
    """The new tickets this person has begun and not sent, but for the one `?but=`."""
    context = {"begun": offered(request.user, but=uuid_of(request.GET.get("but", "")))}
    return render(request, "tickets/_new_begun.html", context)


@agents_only
@require_http_methods(["GET", "POST"])
def throw_away(request: AgentRequest, token: UUID) -> HttpResponse:
    """Asks whether a new ticket that was begun shall be thrown away; a POST does, and answers what
    else there is."""
    if request.method == "GET":
        return render(request, "tickets/_throw_away.html", _to_throw(request, token))
    actions.discard_begun(token, by=request.user)
    if not wants_fragment(request):
        return redirect("tickets:new_ticket")
    return render(request, "tickets/_new_begun.html", {"begun": offered(request.user)})


def _to_throw(request: AgentRequest, token: UUID) -> dict[str, Any]:
    """What is asked about; it `leaves` the page where it is the one that is open."""
    draft = queries.begun_by(request.user).filter(token=token).first()
    kept = Sheet.kept(draft) if draft else None
    url = reverse("tickets:throw_away", args=[token])
    return {"kept": kept, "token": token, "url": url, "leaves": "leaves" in request.GET}


def offered(user: User, *, but: UUID | None = None) -> list[tuple[Draft, Sheet]]:
    """What this person may go on with."""
    rows = queries.begun_by(user).exclude(token=but) if but else queries.begun_by(user)
    return [(draft, Sheet.kept(draft)) for draft in rows[:OFFERED]]


def gone_to(request: AgentRequest, address: str) -> HttpResponse:
    """Another page, whoever asks."""
    if not wants_fragment(request):
        return redirect(address)
    return HttpResponse(status=204, headers={"HX-Redirect": address})


def insist_on_writing(user: User) -> None:
    """Refuse whoever may write neither to customers nor notes."""
    if not (user.can("tickets.reply") or user.can("tickets.note")):
        raise PermissionDenied


def token_in(request: AgentRequest) -> UUID:
    """What the page calls the ticket that is being written; one without a name gets one."""
    return uuid_of(request.POST.get("token", "")) or uuid4()
