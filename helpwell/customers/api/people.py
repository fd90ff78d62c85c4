"""Customers for programs: found, known, described, given out."""

from typing import Annotated, Any, Literal

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Status
from pydantic import Field

from helpwell.accounts.models import User
from helpwell.api.door import insist
from helpwell.api.errors import unknown
from helpwell.api.matching import refuse_outdated
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import FILE, Given, LongWords, Number, Page, Words
from helpwell.core.tables import csv_download, json_download
from helpwell.customers import actions, queries
from helpwell.customers.actions.locking import locked
from helpwell.customers.api.router import DESCRIBE, READ, router
from helpwell.customers.api.shapes import CustomerShape, rows, shape
from helpwell.customers.exporting import cells_of, head_of, rows_of
from helpwell.customers.identities import read
from helpwell.customers.known import cleaned
from helpwell.customers.models import Customer, Organisation
from helpwell.customers.permissions import GUARDED, SEE_GUARDED


class NewCustomer(Given):
    """Somebody to be known by an e-mail address."""

    email: Annotated[Words, Field(min_length=3)]
    name: Annotated[str, Field(max_length=200)] = ""


class CustomerChanges(Given):
    """What is to be different; what is not sent stays. `segments` are all of them."""

    name: Words | None = None
    greeting: Words | None = None
    form_of_address: Literal["", "formal", "informal"] | None = None
    language: Words | None = None
    time_zone: Words | None = None
    contact_times: Words | None = None
    needs: Annotated[LongWords, Field(max_length=300)] | None = None
    notes: LongWords | None = None
    vulnerability: LongWords | None = None
    external_id: Words | None = None
    organisation_id: Number | None = None
    segments: Annotated[list[Words], Field(max_length=200)] | None = None
    values: dict[str, Any] | None = None


class CustomersAsked(Asked):
    """Which customers."""

    q: Words = Field("", description="Name, address or number.")
    organisation_id: Number | None = None


@router.get("/customers", response=Page[CustomerShape], summary="Customers")
def customers(
    request: ProgramRequest, response: HttpResponse, asked: Query[CustomersAsked]
) -> dict[str, Any]:
    """Those who write to us, by number; takes `customers.read`."""
    insist(request.user, READ)
    found = rows(request.user)
    if asked.q.strip():
        found = found.filter(pk__in=[entry.object_id for entry in queries.found(asked.q[:100])])
    if asked.organisation_id:
        found = found.filter(organisation=asked.organisation_id)
    user = request.user
    return page_of(found, asked, request, response, shape=lambda c: CustomerShape.seen_by(user, c))


@router.post("/customers", response={201: CustomerShape}, summary="Know somebody")
def know(request: ProgramRequest, given: NewCustomer) -> Status[CustomerShape]:
    """The customer who has this address, made if nobody has it yet; takes `customers.describe`."""
    insist(request.user, READ, DESCRIBE)
    found = actions.recognise(email=_address(given.email), name=given.name, by=request.user)
    return Status(201, shape(request.user, found.pk))


@router.get("/customers/export", summary="Give out", openapi_extra=FILE)
def export(
    request: ProgramRequest, format: Literal["csv", "json"] = "json"
) -> StreamingHttpResponse:
    """All customers that you may see as a file. Takes `customers.export`."""
    insist(request.user, READ, "customers.export")
    found = rows_of(queries.visible_to(request.user).order_by("pk"), request.user)
    if format == "json":
        return json_download("customers", found)
    head = head_of(request.user)
    return csv_download("customers", list(head.values()), cells_of(found, list(head)))


@router.get("/customers/{customer_id}", response=CustomerShape, summary="A customer")
def customer(request: ProgramRequest, customer_id: Number) -> CustomerShape:
    """One customer with all ways to know them; takes `customers.read`."""
    insist(request.user, READ)
    found = get_object_or_404(rows(request.user), pk=customer_id)
    return CustomerShape.seen_by(request.user, found)


@router.patch("/customers/{customer_id}", response=CustomerShape, summary="Change a customer")
def describe(request: ProgramRequest, customer_id: Number, given: CustomerChanges) -> CustomerShape:
    """Change what is sent, all of it or nothing; takes `customers.describe`."""
    insist(request.user, READ, DESCRIBE)
    found = locked(get_object_or_404(queries.visible_to(request.user), pk=customer_id))
    refuse_outdated(request, shape(request.user, found.pk))
    _describe(found, given, request.user)
    return shape(request.user, found.pk)


def _describe(found: Customer, given: CustomerChanges, user: User) -> None:
    sent = given.model_fields_set - {"segments", "values", "organisation_id"}
    if GUARDED in sent:
        insist(user, SEE_GUARDED)
    changes: dict[str, Any] = {key: cleaned(key, getattr(given, key) or "") for key in sent}
    if "organisation_id" in given.model_fields_set:
        house = Organisation.objects.filter(pk=given.organisation_id or 0).first()
        if given.organisation_id and house is None:
            raise unknown("organisation_id")
        changes["organisation"] = house
    actions.describe(found, by=user, **changes)
    if given.segments is not None:
        actions.put_into_segments(found, given.segments, by=user)
    if given.values:
        actions.set_values(found, given.values, by=user)


def _address(typed: str) -> str:
    return read("email", typed).value
