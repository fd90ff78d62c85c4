"""Companies, schools and households for programs."""

from typing import Annotated, Any, Literal

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Status
from pydantic import AfterValidator, Field

from helpwell.api.door import insist
from helpwell.api.matching import refuse_outdated
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import FILE, Given, LongWords, Number, Page, Shape, Words
from helpwell.core.tables import csv_download, json_download
from helpwell.customers import actions
from helpwell.customers.api.router import DESCRIBE, READ, router
from helpwell.customers.exporting import cells_of
from helpwell.customers.models import Organisation
from helpwell.customers.organisation_rows import organisation_head, organisation_rows
from helpwell.customers.queries import organisations_of


class OrganisationShape(Shape):
    """A company, school or household."""

    id: int
    name: str
    domains: list[str]
    notes: str
    values: dict[str, Any]


def _as_kept(name: str) -> str:
    domain = name.strip("@. ").lower()
    if "." not in domain or " " in domain:
        raise ValueError("send domains such as mills.example")
    return domain


Domain = Annotated[Words, AfterValidator(_as_kept)]
Domains = Annotated[list[Domain], Field(max_length=50)]


class NewOrganisation(Given):
    """An organisation to be known; mail from its domains is taken for its own."""

    name: Annotated[Words, Field(max_length=200, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
    domains: Domains = []


class OrganisationChanges(Given):
    """What is to be different; what is not sent stays. `domains` are all of them."""

    name: Annotated[Words, Field(min_length=1, max_length=200)] | None = None
    domains: Domains | None = None
    notes: LongWords | None = None
    values: dict[str, Any] | None = None


@router.get("/organisations", response=Page[OrganisationShape], summary="Organisations")
def organisations(
    request: ProgramRequest, response: HttpResponse, asked: Query[Asked]
) -> dict[str, Any]:
    """Companies, schools and households; takes `customers.read`."""
    insist(request.user, READ)
    return page_of(Organisation.objects.all(), asked, request, response)


@router.post("/organisations", response={201: OrganisationShape}, summary="Know an organisation")
def know_organisation(request: ProgramRequest, given: NewOrganisation) -> Status[Organisation]:
    """The organisation of this name, made if there is none; takes `customers.describe`."""
    insist(request.user, READ, DESCRIBE)
    found = actions.found_organisation(name=given.name, domains=sorted(set(given.domains)))
    return Status(201, found)


@router.get("/organisations/export", summary="Give organisations out", openapi_extra=FILE)
def export_organisations(
    request: ProgramRequest, format: Literal["csv", "json"] = "json"
) -> StreamingHttpResponse:
    """All organisations as a file. Takes `customers.export`."""
    insist(request.user, READ, "customers.export")
    found = organisation_rows(organisations_of(request.user))
    if format == "json":
        return json_download("organisations", found)
    head = organisation_head()
    return csv_download("organisations", list(head.values()), cells_of(found, list(head)))


@router.get(
    "/organisations/{organisation_id}", response=OrganisationShape, summary="An organisation"
)
def organisation(request: ProgramRequest, organisation_id: Number) -> OrganisationShape:
    """One organisation; its people: `/customers?organisation_id=`. Takes `customers.read`."""
    insist(request.user, READ)
    return _organisation(organisation_id)


@router.patch("/organisations/{organisation_id}", response=OrganisationShape, summary="Change one")
def describe_organisation(
    request: ProgramRequest, organisation_id: Number, given: OrganisationChanges
) -> OrganisationShape:
    """Change what is sent, all of it or nothing; takes `customers.describe`."""
    insist(request.user, READ, DESCRIBE)
    rows = Organisation.objects.select_for_update()
    found = get_object_or_404(rows, pk=organisation_id)
    refuse_outdated(request, _organisation(organisation_id))
    actions.describe_organisation(found, by=request.user, **given.sent(but=["values"]))
    if given.values:
        actions.set_organisation_values(found, given.values, by=request.user)
    return _organisation(organisation_id)


def _organisation(number: int) -> OrganisationShape:
    return OrganisationShape.from_orm(get_object_or_404(Organisation, pk=number))
