"""Contact reasons, resolutions and forms: what is arranged around tickets."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import refusal
from helpwell.core.numbers import whole
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.tickets import actions
from helpwell.tickets.arrangement import Arrangement, arrangement
from helpwell.tickets.arranging_forms import ArrangedForm, NewReasonForm
from helpwell.tickets.models import ContactReason, Resolution, TicketForm
from helpwell.tickets.permissions import ARRANGE

NOUNS: dict[str, type[ContactReason | Resolution | TicketForm]] = {
    "reason": ContactReason,
    "resolution": Resolution,
    "form": TicketForm,
}


@requires(ARRANGE)
@require_http_methods(["GET", "POST"])
def reasons(request: AgentRequest) -> HttpResponse:
    """The tree of contact reasons, and the resolutions; a POST makes one of either."""
    what = request.POST.get("what", "reason")
    form = NewReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _make(request, what, form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return redirect("tickets:reasons")
    empty = NewReasonForm()
    arranged = arrangement()
    context = {
        "places": [
            (place, _neighbours(place.reason, arranged)) for place in arranged.reasons.values()
        ],
        "resolutions": [
            (each, _neighbours(each, arranged)) for each in arranged.resolutions.values()
        ],
        "reason_form": form if what == "reason" else empty,
        "resolution_form": form if what == "resolution" else empty,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "tickets/settings/reasons.html", context, status=status)


@requires(ARRANGE)
@require_POST
def reason(request: AgentRequest, what: str, number: int) -> HttpResponse:
    """Rename a reason or a resolution, or take it out of use and back."""
    found = _found(what, number)
    settings: dict[str, Any] = {}
    if "name" in request.POST:
        settings["name"] = request.POST["name"]
    if "is_active" in request.POST:
        settings["is_active"] = request.POST["is_active"] == "1"
    try:
        if isinstance(found, ContactReason):
            actions.arrange_reason(found, by=request.user, **settings)
        elif isinstance(found, Resolution):
            actions.arrange_resolution(found, by=request.user, **settings)
        else:
            raise Http404
    except Refused as refused:
        return refusal(refused)
    return redirect("tickets:reasons")


@requires(ARRANGE)
@require_POST
def place(request: AgentRequest, what: str, number: int) -> HttpResponse:
    """Show a reason, resolution or form at place `to`, from 0, among those beside it."""
    to = whole(request.POST.get("to", "")) or 0
    actions.put_in_place(_found(what, number), to=to, by=request.user)
    return redirect("tickets:forms" if what == "form" else "tickets:reasons")


@requires(ARRANGE)
@require_http_methods(["GET", "POST"])
def forms(request: AgentRequest) -> HttpResponse:
    """All forms; a POST makes one and opens it."""
    form = NewReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            name = form.cleaned_data["name"]
            made = actions.arrange_form(None, name=name, by=request.user)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return redirect("tickets:form", made.pk)
    arranged = arrangement()
    rows = [(each, _neighbours(each, arranged)) for each in arranged.forms.values()]
    status = 422 if request.method == "POST" else 200
    return render(
        request, "tickets/settings/forms.html", {"form": form, "rows": rows}, status=status
    )


@requires(ARRANGE)
@require_http_methods(["GET", "POST"])
def form(request: AgentRequest, form_id: int) -> HttpResponse:
    """One form: its name, and which fields it has, in which order."""
    found = get_object_or_404(TicketForm, pk=form_id)
    typed = ArrangedForm(request.POST or None, initial=found.__dict__)
    if request.method == "POST" and typed.is_valid():
        keys = request.POST.getlist("field")
        try:
            actions.arrange_form(found, field_keys=keys, by=request.user, **typed.cleaned_data)
        except Refused as refused:
            typed.add_error("name", str(refused))
        else:
            messages.success(request, _("Saved"))
            return redirect("tickets:forms")
    chosen = request.POST.getlist("field") if request.method == "POST" else found.field_keys
    known = definitions(Field.About.TICKET).in_use
    others = [key for key in known if key not in chosen]
    rows = [(known[key], key in chosen) for key in [*chosen, *others] if key in known]
    status = 422 if request.method == "POST" else 200
    context = {"form": typed, "found": found, "rows": rows}
    return render(request, "tickets/settings/form.html", context, status=status)


def _make(request: AgentRequest, what: str, typed: dict[str, Any]) -> None:
    if what == "resolution":
        actions.arrange_resolution(None, name=typed["name"], by=request.user)
        return
    parent = ContactReason.objects.filter(pk=typed["parent"] or 0).first()
    actions.arrange_reason(None, parent=parent, name=typed["name"], by=request.user)


def _found(what: str, number: int) -> Any:
    if what not in NOUNS:
        raise Http404
    return get_object_or_404(NOUNS[what]._default_manager.all(), pk=number)


def _neighbours(row: Any, arranged: Arrangement) -> dict[str, int | None]:
    """The places before and after a row among those beside it, where there are any."""
    beside = [each.pk for each in _beside(row, arranged)]
    here = beside.index(row.pk)
    return {
        "before": here - 1 if here else None,
        "after": here + 1 if here + 1 < len(beside) else None,
    }


def _beside(row: Any, arranged: Arrangement) -> Iterable[Any]:
    if isinstance(row, ContactReason):
        reasons = (place.reason for place in arranged.reasons.values())
        return [each for each in reasons if each.parent_id == row.parent_id]
    return (arranged.forms if isinstance(row, TicketForm) else arranged.resolutions).values()
