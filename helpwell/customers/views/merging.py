"""One person out of two: choosing whom, seeing what would be, doing it, and taking it back."""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import news, refusal, triggering
from helpwell.core.numbers import whole
from helpwell.customers import actions, queries
from helpwell.customers.merging import preview
from helpwell.customers.models import Customer, PeopleMerge
from helpwell.customers.views.fetching import customer_for, identity_for
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions

FIELD = "field-"


@requires("customers.read", "customers.merge")
@require_http_methods(["GET", "POST"])
def merge(request: AgentRequest, customer_id: int) -> HttpResponse:
    """Whom to merge with (`?with=`), what that would do; a POST merges them into this customer."""
    into = customer_for(request, customer_id)
    if request.method == "GET":
        return render(request, "customers/_merge.html", _asked(request, into))
    other = _other(request, request.POST.get("with", ""), into)
    if other is None:
        raise Http404
    try:
        merged = actions.merge(
            other,
            into=into,
            chosen=_chosen(request.POST),
            although_two_numbers=request.POST.get("although") == "1",
            by=request.user,
        )
    except Refused as refused:
        return refusal(refused)
    said = _("%(name)s goes on as %(into)s") % {"name": other.name, "into": into.name}
    return _went_on(request, merged, said)


@requires("customers.read", "customers.merge")
@require_POST
def part(request: AgentRequest, merge_id: int) -> HttpResponse:
    """Make two people of them again."""
    visible = queries.visible_to(request.user)
    merged = get_object_or_404(PeopleMerge, pk=merge_id)
    if not visible.filter(pk=queries.survivor_of(merged.into).pk).exists():
        raise Http404
    try:
        actions.part(merged, by=request.user)
    except Refused as refused:
        return refusal(refused)
    events = {"customer-changed": {}, "ticket-changed": {}, **news(_("They are two people again"))}
    return triggering(HttpResponse(status=204), events)


@requires("customers.read", "customers.describe")
@require_http_methods(["GET", "POST"])
def move_identity(request: AgentRequest, identity_id: int) -> HttpResponse:
    """Whose an address really is; a POST gives it to them."""
    identity = identity_for(request, identity_id)
    if request.method == "GET":
        context = {"identity": identity, "customer": identity.customer}
        return render(request, "customers/_move_identity.html", context)
    to = _other(request, request.POST.get("with", ""), identity.customer)
    if to is None:
        return refusal(_("Choose whose it is."))
    try:
        actions.move_identity(identity, to=to, by=request.user)
    except Refused as refused:
        return refusal(refused)
    events = {"customer-changed": {}, **news(_("It is %s’s now") % to.name)}
    return triggering(HttpResponse(status=204), events)


def _asked(request: AgentRequest, into: Customer) -> dict[str, Any]:
    """What the dialog shows: somebody to choose, or the two beside each other."""
    other = _other(request, request.GET.get("with", ""), into)
    if other is None:
        return {"customer": into, "alike": queries.look_alikes(into, request.user)}
    if "swap" in request.GET:
        into, other = other, into
    known = definitions(Field.About.CUSTOMER).in_use
    labels = {key: each.name for key, each in known.items()}
    return {"customer": into, "other": other, "preview": preview(other, into, labels=labels)}


def _other(request: AgentRequest, number: str, customer: Customer) -> Customer | None:
    visible = queries.visible_to(request.user).exclude(pk=customer.pk)
    return visible.filter(pk=whole(number) or 0).first()


def _chosen(post: QueryDict) -> list[str]:
    """The fields of which the other's word stays."""
    said = (name.removeprefix(FIELD) for name in post if post[name] == "other")
    return [name for name in said if FIELD + name in post]


def _went_on(request: AgentRequest, merged: PeopleMerge, said: str) -> HttpResponse:
    """The way back in a notice; whoever looks at the page that is no more is led on."""
    undo = reverse("customers:part", args=[merged.pk])
    events = {"customer-changed": {}, "ticket-changed": {}, **news(said, undo=undo)}
    response = triggering(HttpResponse(status=204), events)
    gone = reverse("customers:customer", args=[merged.customer_id])
    if urlsplit(request.headers.get("HX-Current-URL", "")).path == gone:
        response["HX-Redirect"] = gone
    return response
