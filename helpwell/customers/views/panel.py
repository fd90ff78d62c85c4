"""The panel: shown, and every part of it opened and saved where it stands."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, rejected
from helpwell.core.numbers import whole
from helpwell.core.text import one_line, storable
from helpwell.customers import actions
from helpwell.customers.errors import ChangedMeanwhile, NotFit, TakenBySomebody
from helpwell.customers.identities import kind_of
from helpwell.customers.known import (
    cleaned,
    may_see,
    row_to_fill,
    segments_of,
)
from helpwell.customers.models import Customer, Organisation
from helpwell.customers.panel import OF_HOUSE, Panel, panel_context, url_of
from helpwell.customers.views.fetching import customer_for, identity_for
from helpwell.fields.definitions import Definition
from helpwell.fields.errors import ChangedMeanwhile as FilledMeanwhile
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.rows import row_to_fill as field_to_fill
from helpwell.fields.typed import seen_in, typed_in

SECTION = "#customer-panel"
MAY = ("customers.read", "customers.describe")


@requires("customers.read")
@require_safe
def panel(request: AgentRequest, customer_id: int) -> HttpResponse:
    """All that we know of a customer."""
    return _panel(request, customer_for(request, customer_id))


@requires(*MAY)
@require_http_methods(["GET", "POST"])
def known(request: AgentRequest, customer_id: int, key: str) -> HttpResponse:
    """One part, being filled in; a POST saves it and answers with the panel."""
    if not may_see(request.user, key):
        raise Http404
    found = customer_for(request, customer_id)
    if request.method == "GET":
        return render(request, "customers/_editor.html", _editor(found, key))
    try:
        _save(request, found, key)
    except Refused as refused:
        again = customer_for(request, customer_id) if _is_outdated(refused) else found
        context = _editor(again, key, error=str(refused), typed=request.POST.get("value", ""))
        context["chosen"] = request.POST.getlist("value")
        return rejected(request, "customers/_editor.html", context, at=f"#row-customer-{key}")
    return _panel(request, customer_for(request, customer_id), said=_("Kept"))


@requires(*MAY)
@require_http_methods(["GET", "POST"])
def field(request: AgentRequest, customer_id: int, key: str) -> HttpResponse:
    """The same for a field of this house."""
    found = customer_for(request, customer_id)
    definition = _definition(key)
    if request.method == "GET":
        return render(request, "fields/_editor.html", _field_editor(found, definition))
    typed = typed_in(request.POST, definition)
    try:
        seen = {key: seen_in(request.POST)}
        actions.set_values(found, {key: typed}, seen=seen, by=request.user)
    except Refused as refused:
        again = customer_for(request, customer_id) if _is_outdated(refused) else found
        context = _field_editor(again, definition, error=str(refused), typed=typed)
        return rejected(request, "fields/_editor.html", context, at=f"#row-customer-of-{key}")
    return _panel(request, customer_for(request, customer_id), said=_("Kept"))


@requires(*MAY)
@require_safe
def names(request: AgentRequest, customer_id: int) -> HttpResponse:
    """What the panel leaves out since it says nothing, and whose name holds `?q=`."""
    found = customer_for(request, customer_id)
    typed = request.GET.get("q", "").strip()[:100]
    rows = Panel(found, request.user).left_out(typed)
    return render(request, "fields/_names.html", {"rows": rows})


@requires(*MAY)
@require_safe
def another(request: AgentRequest, customer_id: int) -> HttpResponseBase:
    """One of those, `?another=`, being filled in."""
    key = request.GET.get("another", "")
    if key.startswith(OF_HOUSE):
        return field(request, customer_id, key.removeprefix(OF_HOUSE))
    return known(request, customer_id, key.removeprefix("customer-"))


@requires(*MAY)
@require_POST
def identities(request: AgentRequest, customer_id: int) -> HttpResponse:
    """Know a customer by one more address, number or handle; which it is, its form tells."""
    found = customer_for(request, customer_id)
    text = request.POST.get("text", "")
    try:
        actions.add_identity(found, kind=kind_of(text), text=text, by=request.user)
    except Refused as refused:
        owner = refused.owner if isinstance(refused, TakenBySomebody) else None
        context = panel_context(found, request.user)
        context |= {"typed": text, "error": str(refused), "owner": owner}
        return rejected(request, "customers/_add_identity.html", context, at="#identity-add")
    return _panel(request, customer_for(request, customer_id), said=_("Added"))


@requires(*MAY)
@require_POST
def use_again(request: AgentRequest, identity_id: int) -> HttpResponse:
    """Write to an address again although mail there came back, or its owner complained."""
    identity = identity_for(request, identity_id)
    actions.use_again(identity, by=request.user)
    found = customer_for(request, identity.customer_id)
    return _panel(request, found, also={"address-restored": {}})


@requires(*MAY)
@require_POST
def prefer(request: AgentRequest, identity_id: int) -> HttpResponse:
    """Use this one of its kind first."""
    identity = identity_for(request, identity_id)
    actions.prefer(identity, by=request.user)
    return _panel(request, customer_for(request, identity.customer_id), said=_("Used first"))


@requires(*MAY)
@require_POST
def remove_identity(request: AgentRequest, identity_id: int) -> HttpResponse:
    """Know them by it no longer."""
    identity = identity_for(request, identity_id)
    found = customer_for(request, identity.customer_id)
    try:
        actions.remove_identity(identity, by=request.user)
    except Refused as refused:
        context = panel_context(found, request.user) | {"error": str(refused)}
        return rejected(request, "customers/_add_identity.html", context, at="#identity-add")
    return _panel(request, customer_for(request, found.pk), said=_("Taken away"))


def _panel(
    request: AgentRequest, found: Customer, *, said: str = "", also: dict[str, Any] | None = None
) -> HttpResponse:
    events = {**(news(said) if said else {}), **(also or {})}
    context = panel_context(found, request.user)
    return fragment(request, "customers/_known.html", context, trigger=events or None)


def _save(request: AgentRequest, found: Customer, key: str) -> None:
    seen = seen_in(request.POST)
    if key == "segments":
        names = request.POST.getlist("value")
        actions.put_into_segments(found, names, seen=_text(seen), by=request.user)
        return
    value: Any = request.POST.get("value", "")
    if key == "organisation":
        value = _organisation_named(value)
        house = Organisation.objects.filter(pk=whole(_text(seen)) or 0).first()
        seen = str(house or "")
    else:
        value = cleaned(key, value)
    actions.describe(found, seen={key: _text(seen)}, by=request.user, **{key: value})


def _organisation_named(typed: str) -> Organisation | None:
    """The organisation chosen by its number, or one of a new name after a plus."""
    if typed.startswith("+"):
        name = one_line(storable(typed[1:]))
        return actions.found_organisation(name=name, domains=[]) if name else None
    if not typed:
        return None
    found = Organisation.objects.filter(pk=whole(typed) or 0).first()
    if found is None:
        raise NotFit
    return found


def _text(seen: Any) -> str:
    return seen if isinstance(seen, str) else ""


def _is_outdated(refused: Refused) -> bool:
    return isinstance(refused, ChangedMeanwhile | FilledMeanwhile)


def _editor(found: Customer, key: str, *, error: str = "", typed: Any = None) -> dict[str, Any]:
    row = row_to_fill(found, key, url=url_of(found), error=error, typed=typed)
    house = found.organisation
    return {
        "customer": found,
        "row": row,
        "part": key,
        "chosen": segments_of(found) if key == "segments" else [],
        "organisations": [(house.pk, house.name)] if house else [],
    }


def _field_editor(
    found: Customer, definition: Definition, *, error: str = "", typed: Any = None
) -> dict[str, Any]:
    url = reverse("customers:field", args=[found.pk, definition.key])
    value = found.values.get(definition.key)
    row = field_to_fill(definition, value, url=url, error=error, typed=typed)
    panel_url = reverse("customers:panel", args=[found.pk])
    row = replace(row, key=f"{OF_HOUSE}{definition.key}")
    return {"row": row, "section": SECTION, "section_url": panel_url}


def _definition(key: str) -> Definition:
    definition = definitions(Field.About.CUSTOMER).in_use.get(key)
    if definition is None:
        raise Http404
    return definition
