"""A customer's own page: everything with them as one thread, beside what we know."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.htmx import wants_fragment
from helpwell.core.numbers import whole
from helpwell.customers import queries
from helpwell.customers.timeline import filters, timeline_of
from helpwell.customers.views.fetching import customer_for


@requires("customers.read")
@require_safe
def customer(request: AgentRequest, customer_id: int) -> HttpResponseBase:
    """One customer; whoever was merged leads on to who they are now."""
    found = customer_for(request, customer_id)
    if found.pk != customer_id:
        return redirect(f"{reverse('customers:customer', args=[found.pk])}?was={customer_id}")
    kind, before = request.GET.get("kind", ""), request.GET.get("before", "")
    shown = timeline_of(found, request.user, kind=kind, before=before)
    context = {"customer": found, "timeline": shown, "kind": kind, "filters": filters()}
    if wants_fragment(request) and before:
        return render(request, "customers/_moments.html", context)
    context |= {
        "may_merge": request.user.can("customers.merge"),
        "merges": queries.merges_into(found),
        "was": queries.merged_away(whole(request.GET.get("was", ""))),
    }
    return render(request, "customers/customer.html", context)


@requires("customers.read")
@require_safe
def alike(request: AgentRequest, customer_id: int) -> HttpResponse:
    """Who may be the same person; asked for once the page is there."""
    found = customer_for(request, customer_id)
    context = {
        "customer": found,
        "alike": queries.look_alikes(found, request.user),
        "may_merge": request.user.can("customers.merge"),
    }
    return render(request, "customers/_alike.html", context)
