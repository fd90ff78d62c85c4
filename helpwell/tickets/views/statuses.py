"""This house's own statuses: all of them, a new one, one of them, and their order."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.numbers import whole
from helpwell.tickets import actions
from helpwell.tickets.models import CustomStatus, Ticket
from helpwell.tickets.permissions import ARRANGE
from helpwell.tickets.status_forms import NewStatusForm, StatusForm


@requires(ARRANGE)
@require_http_methods(["GET", "POST"])
def statuses(request: AgentRequest) -> HttpResponse:
    """All of them; a POST makes one."""
    form = NewStatusForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_status(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("tickets:statuses")
    rows = [(each, Ticket.Status(each.status).label) for each in CustomStatus.objects.all()]
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "rows": rows}
    return render(request, "tickets/settings/statuses.html", context, status=status)


@requires(ARRANGE)
@require_http_methods(["GET", "POST"])
def status(request: AgentRequest, status_id: int) -> HttpResponse:
    """One of them: its words, and whether it is offered."""
    found = get_object_or_404(CustomStatus, pk=status_id)
    form = StatusForm(request.POST or None, initial=found.__dict__)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_status(found, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("Saved"))
            return redirect("tickets:statuses")
    context = {"form": form, "custom": found, "stands_for": Ticket.Status(found.status).label}
    code = 422 if request.method == "POST" else 200
    return render(request, "tickets/settings/status.html", context, status=code)


@requires(ARRANGE)
@require_POST
def status_place(request: AgentRequest, status_id: int) -> HttpResponse:
    """Offer it at the place `to`, from 0."""
    found = get_object_or_404(CustomStatus, pk=status_id)
    actions.move_status(found, to=whole(request.POST.get("to", "")) or 0, by=request.user)
    return redirect("tickets:statuses")
