"""Macros that begin a ticket: found and seen before on the screen for a new one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.text import storable
from helpwell.macros import queries
from helpwell.macros.models import Macro
from helpwell.macros.starting import start_of
from helpwell.tickets.sheets import Sheet


@agents_only
@require_safe
def macros(request: AgentRequest) -> HttpResponse:
    """The dialog that offers macros for a new ticket; with `?q=` only its list."""
    typed = storable(request.GET.get("q", ""))
    rows = queries.macros_for(request.user, typed, moments=[Macro.Moment.START])
    template = "macros/_macros.html" if "q" in request.GET else "macros/_picker.html"
    context = {"macros": rows.select_related("group"), "typed": typed, "is_start": True}
    return render(request, template, context)


@agents_only
@require_POST
def macro(request: AgentRequest, macro_id: int) -> HttpResponse:
    """What a macro would fill in on the form as it is typed; nothing is changed."""
    chosen = get_object_or_404(Macro.objects.usable_by(request.user), pk=macro_id)
    start = start_of(chosen, Sheet.typed(request.POST), by=request.user)
    return render(request, "macros/_start_preview.html", {"macro": chosen, "start": start})
