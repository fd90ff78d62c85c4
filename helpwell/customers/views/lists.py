"""Customers by name, found, narrowed and taken away as files; pick lists of names."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.tables import csv_download, json_download
from helpwell.customers import queries
from helpwell.customers.exporting import cells_of, head_of, rows_of
from helpwell.customers.known import languages
from helpwell.customers.listing import Listing
from helpwell.customers.models import Organisation, Segment
from helpwell.customers.views.fetching import places

PICKED = 12


@requires("customers.read")
@require_safe
def customer_list(request: AgentRequest) -> HttpResponse:
    """All customers, or those that `?q=`, segment, organisation and language leave."""
    listing = Listing.asked(request.GET)
    context: dict[str, Any] = {
        "listing": listing,
        "page": listing.page(request.user),
        "typed": listing.typed,
        "segments": Segment.objects.all()[:200],
        "languages": languages(),
        "query": urlencode(listing.kept()),
    }
    context |= places(request)
    return render(request, "customers/list.html", context)


@requires("customers.read", "customers.export")
@require_safe
def export(request: AgentRequest, form: str) -> HttpResponseBase:
    """The same list as a file, all of it: `csv` or `json`."""
    people = Listing.asked(request.GET).everybody(request.user)
    rows = rows_of(people, request.user)
    if form == "csv":
        head = head_of(request.user)
        return csv_download("customers", list(head.values()), cells_of(rows, list(head)))
    if form == "json":
        return json_download("customers", rows)
    raise Http404


@requires("customers.read")
@require_safe
def names(request: AgentRequest) -> HttpResponse:
    """Customers that `?q=` fits, for choosing one."""
    ids = [entry.object_id for entry in queries.found(request.GET.get("q", "")[:100])[:PICKED]]
    people = queries.visible_to(request.user).filter(pk__in=ids).prefetch_related("identities")
    return render(request, "customers/_names.html", {"people": people})


@requires("customers.read")
@require_safe
def organisation_names(request: AgentRequest) -> HttpResponse:
    """Organisations that `?q=` fits, and one of that name to be made."""
    typed = request.GET.get("q", "").strip()[:200]
    found = list(Organisation.objects.filter(name__icontains=typed)[:PICKED])
    is_new = typed and all(each.name != typed for each in found)
    context = {"organisations": found, "new": typed if is_new else ""}
    return render(request, "customers/_organisation_names.html", context)


@requires("customers.read")
@require_safe
def segment_names(request: AgentRequest) -> HttpResponse:
    """Segments that `?q=` fits."""
    typed = request.GET.get("q", "").strip()[:60]
    found = Segment.objects.filter(name__icontains=typed)[:PICKED]
    return render(request, "customers/_segment_names.html", {"segments": found})
