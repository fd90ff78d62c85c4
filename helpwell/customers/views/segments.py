"""Segments: the words that group customers, renamed and taken away for everybody in them."""

from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.numbers import whole
from helpwell.customers import actions
from helpwell.customers.models import Customer, Segment
from helpwell.customers.views.fetching import places


@requires("customers.read")
@require_safe
def segments(request: AgentRequest) -> HttpResponse:
    """All of them, each with the number of its people; `?rename=` opens one of them."""
    return _listed(request, at=whole(request.GET.get("rename", "")) or 0)


@requires("customers.read", "customers.describe")
@require_POST
def rename(request: AgentRequest, segment_id: int) -> HttpResponseBase:
    """Call one otherwise."""
    segment = get_object_or_404(Segment, pk=segment_id)
    try:
        actions.rename_segment(segment, to=request.POST.get("name", ""), by=request.user)
    except Refused as refused:
        return _listed(request, error=str(refused), at=segment_id)
    return redirect("customers:segments")


@requires("customers.read", "customers.describe")
@require_POST
def remove(request: AgentRequest, segment_id: int) -> HttpResponseBase:
    """Take one away; its people stay."""
    actions.remove_segment(get_object_or_404(Segment, pk=segment_id), by=request.user)
    return redirect("customers:segments")


def _listed(request: AgentRequest, *, error: str = "", at: int = 0) -> HttpResponse:
    people = Customer.segments.through._default_manager.filter(customer__merged_into=None)
    counts = dict(people.values_list("segment").annotate(Count("pk")))
    rows = [(segment, counts.get(segment.pk, 0)) for segment in Segment.objects.all()]
    context = {
        "rows": rows,
        "error": error,
        "at": at,
        "typed": request.POST.get("name", ""),
        "may_describe": request.user.can("customers.describe"),
        **places(request),
    }
    return render(request, "customers/segments.html", context, status=422 if error else 200)
