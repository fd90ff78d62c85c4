from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.tickets import actions
from helpwell.tickets.habit_forms import HabitsForm
from helpwell.tickets.habits import habits
from helpwell.tickets.permissions import ARRANGE
from helpwell.tickets.reopening import MAIL, policy_for, sentence


@requires(ARRANGE)
@require_http_methods(["GET", "POST"])
def habits_page(request: AgentRequest) -> HttpResponse:
    """How this house deals with its tickets."""
    policy = policy_for(MAIL)
    form = HabitsForm(request.POST or None, initial=habits().__dict__ | policy.__dict__)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            actions.set_habits(by=request.user, **form.habits)
            actions.set_reopening(MAIL, by=request.user, **form.reopening)
        messages.success(request, _("Saved"))
        return redirect("tickets:habits")
    context = {"form": form, "reopening": sentence(policy)}
    status = 422 if request.method == "POST" else 200
    return render(request, "tickets/settings/habits.html", context, status=status)
