"""Organisations: the list, and each with its people, notes, domains and fields."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import rejected
from helpwell.core.tables import csv_download, json_download
from helpwell.core.text import storable
from helpwell.customers import actions, queries
from helpwell.customers.exporting import cells_of
from helpwell.customers.forms import OrganisationForm
from helpwell.customers.models import Organisation
from helpwell.customers.organisation_rows import organisation_head, organisation_rows
from helpwell.customers.views.fetching import places
from helpwell.fields.errors import ChangedMeanwhile
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.rows import named, row_to_fill, rows_of
from helpwell.fields.typed import seen_in, typed_in

PAGE = 50
MOST_PEOPLE = 100
SECTION = "#organisation-fields"


@requires("customers.read")
@require_safe
def organisations(request: AgentRequest) -> HttpResponse:
    """All of them by name, or those that `?q=` fits, each with the number of its people."""
    counted = queries.with_number_of_people(_asked(request))
    page = Paginator(counted, PAGE).get_page(request.GET.get("page"))
    typed = _typed(request)
    query = urlencode({"q": typed} if typed else {})
    context = {"page": page, "typed": typed, "query": query, **places(request)}
    return render(request, "customers/organisations.html", context)


@requires("customers.read", "customers.export")
@require_safe
def export(request: AgentRequest, form: str) -> HttpResponseBase:
    """The same list as a file, all of it: `csv` or `json`."""
    rows = organisation_rows(_asked(request))
    if form == "csv":
        head = organisation_head()
        return csv_download("organisations", list(head.values()), cells_of(rows, list(head)))
    if form == "json":
        return json_download("organisations", rows)
    raise Http404


@requires("customers.read")
@require_http_methods(["GET", "POST"])
def organisation(request: AgentRequest, organisation_id: int) -> HttpResponseBase:
    """One of them: people, notes, domains; a POST keeps what was changed."""
    found = _found(request, organisation_id)
    may_describe = request.user.can("customers.describe")
    form = OrganisationForm(request.POST or None, instance=found)
    is_sent = request.method == "POST"
    if is_sent and may_describe and form.is_valid():
        try:
            actions.describe_organisation(
                Organisation(pk=found.pk),
                seen=form.seen(),
                by=request.user,
                **form.changes(),
            )
            return redirect("customers:organisation", found.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
            form.see_anew(Organisation.objects.get(pk=found.pk))
    context = _context(request, found) | {"form": form, "may_describe": may_describe}
    return render(request, "customers/organisation.html", context, status=422 if is_sent else 200)


@requires("customers.read")
@require_safe
def fields(request: AgentRequest, organisation_id: int) -> HttpResponse:
    """What the fields of this house say of it."""
    found = _found(request, organisation_id)
    return render(request, "customers/_organisation_fields.html", _context(request, found))


@requires("customers.read", "customers.describe")
@require_safe
def field_names(request: AgentRequest, organisation_id: int) -> HttpResponse:
    """Fields that say nothing of it yet and whose names hold `?q=`."""
    found = _found(request, organisation_id)
    typed = request.GET.get("q", "").strip()[:100]
    rows = named(definitions(Field.About.ORGANISATION), found.values, typed)
    return render(request, "fields/_names.html", {"rows": rows})


@requires("customers.read", "customers.describe")
@require_safe
def another(request: AgentRequest, organisation_id: int) -> HttpResponseBase:
    """One of those, `?another=`, being filled in."""
    return field(request, organisation_id, request.GET.get("another", ""))


@requires("customers.read", "customers.describe")
@require_http_methods(["GET", "POST"])
def field(request: AgentRequest, organisation_id: int, key: str) -> HttpResponse:
    """One of them, being filled in."""
    found = _found(request, organisation_id)
    definition = definitions(Field.About.ORGANISATION).in_use.get(key)
    if definition is None:
        raise Http404
    if request.method == "GET":
        return render(request, "fields/_editor.html", _editor(found, key))
    typed = typed_in(request.POST, definition)
    try:
        seen = {key: seen_in(request.POST)}
        actions.set_organisation_values(found, {key: typed}, seen=seen, by=request.user)
    except Refused as refused:
        again = _found(request, found.pk) if isinstance(refused, ChangedMeanwhile) else found
        context = _editor(again, key, error=str(refused), typed=typed)
        return rejected(request, "fields/_editor.html", context, at=f"#row-house-{key}")
    context = _context(request, _found(request, found.pk))
    return render(request, "customers/_organisation_fields.html", context)


def _asked(request: AgentRequest) -> QuerySet[Organisation]:
    return queries.organisations_of(request.user, _typed(request))


def _typed(request: AgentRequest) -> str:
    return storable(request.GET.get("q", "")).strip()[:100]


def _found(request: AgentRequest, organisation_id: int) -> Organisation:
    return get_object_or_404(queries.organisations_of(request.user), pk=organisation_id)


def _context(request: AgentRequest, found: Organisation) -> dict[str, Any]:
    people = queries.visible_to(request.user).filter(organisation=found)
    url = reverse("customers:organisation_fields", args=[found.pk])
    rows = rows_of(definitions(Field.About.ORGANISATION), found.values, url=url)
    return {
        "organisation": found,
        "people": people.prefetch_related("identities")[:MOST_PEOPLE],
        "rows": [replace(row, key=f"house-{row.key}") for row in rows.shown],
        "more": rows.more,
        "may_fill": request.user.can("customers.describe"),
    }


def _editor(found: Organisation, key: str, *, error: str = "", typed: Any = None) -> dict[str, Any]:
    definition = definitions(Field.About.ORGANISATION).in_use[key]
    url = reverse("customers:organisation_field", args=[found.pk, key])
    row = row_to_fill(definition, found.values.get(key), url=url, error=error, typed=typed)
    section_url = reverse("customers:organisation_fields", args=[found.pk])
    row = replace(row, key=f"house-{key}")
    return {"row": row, "section": SECTION, "section_url": section_url}
