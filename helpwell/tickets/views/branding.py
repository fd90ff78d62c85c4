from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.brands.queries import brands_to_choose
from helpwell.core.numbers import whole
from helpwell.tickets import actions
from helpwell.tickets.views.changes import COMPOSER, changed
from helpwell.tickets.views.fetching import ticket_for


@requires("tickets.set_fields")
@require_http_methods(["GET", "POST"])
def brand(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Say under which brand it is answered, `brand` empty for none; GET is the dialog that asks."""
    found = ticket_for(request, ticket_id)
    if request.method == "GET":
        brands = [("", _("No brand")), *brands_to_choose().values_list("pk", "name")]
        return render(request, "tickets/_brands.html", {"ticket": found, "brands": brands})
    chosen = request.POST.get("brand", "")
    to = get_object_or_404(brands_to_choose(), pk=whole(chosen) or 0) if chosen else None
    fact_id = actions.set_brand(found, to=to, by=request.user)
    words = _("Brand: %s") % to.name if to else _("No brand")
    return changed(request, found, fact_id, words, also=COMPOSER)
