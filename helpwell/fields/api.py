"""Fields for programs: what this house wants to know, defined and changed."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Status
from pydantic import Field as Member

from helpwell.api.door import insist, register
from helpwell.api.matching import as_known
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Given, Number, Page, Shape, Words
from helpwell.fields import actions
from helpwell.fields.choices import LONGEST, MOST, Line
from helpwell.fields.models import Field
from helpwell.fields.permissions import ARRANGE

router = Router(tags=["Arrangement"])
Name = Annotated[Words, Member(min_length=1, max_length=120)]
About = Literal["ticket", "customer", "organisation"]
Kind = Literal[
    "text", "number", "date", "choice", "choices", "tree", "person", "order", "yes_no"
]  # fmt: skip
Needed = Literal["never", "create", "solve"]


class FieldShape(Shape):
    """A field; its values stand in `values` of what it is about, under its `key`."""

    id: int
    about: str
    key: str
    name: str
    kind: str
    help: str
    choices: list[Any]
    needed: str
    shown_if: dict[str, Any]
    position: int
    is_active: bool


class GivenChoice(Given):
    """Something to choose; without a `value` it gets one for good."""

    label: Annotated[Words, Member(min_length=1, max_length=LONGEST)]
    value: Annotated[str, Member(max_length=60, pattern=r"^[\w-]*$")] = ""
    retired: bool = False


class GivenBranch(GivenChoice):
    """Something to choose with what lies below it, in trees."""

    choices: Annotated[list[GivenChoice], Member(max_length=MOST)] = []


class GivenTrunk(GivenChoice):
    """The first of three levels of a tree."""

    choices: Annotated[list[GivenBranch], Member(max_length=MOST)] = []


Choices = Annotated[list[GivenTrunk], Member(max_length=MOST)]


class GivenCondition(Given):
    """Only asked while another field, with something to choose, says one of these."""

    field: Annotated[Words, Member(max_length=60)]
    one_of: Annotated[list[bool | Words], Member(alias="is", min_length=1, max_length=MOST)]

    @property
    def as_kept(self) -> dict[str, Any]:
        """As fields have it."""
        return self.model_dump(by_alias=True)


class FieldChanges(Given):
    """What is to be different; `choices` are all of them, and one left out is retired. Null for
    `shown_if`: always asked. `position` counts from 0."""

    name: Name | None = None
    help: Annotated[Words, Member(max_length=300)] | None = None
    choices: Choices | None = None
    needed: Needed | None = None
    shown_if: GivenCondition | None = None
    position: Annotated[int, Member(ge=0, le=10_000)] | None = None
    is_active: bool | None = None

    @property
    def settings(self) -> dict[str, Any]:
        """What was sent, as actions take it."""
        said = self.sent(but=["choices", "shown_if", "position"])
        if self.choices is not None:
            said["choices"] = list(_lines(self.choices))
        if "shown_if" in self.model_fields_set:
            said["shown_if"] = self.shown_if.as_kept if self.shown_if else {}
        return said


class NewField(FieldChanges):
    """Something that this house wants to know; what it is about and its kind stay for good."""

    about: About
    kind: Kind
    name: Name


@router.get("/fields", response=Page[FieldShape], summary="Fields")
def fields(
    request: ProgramRequest, response: HttpResponse, asked: Query[Asked], about: About | None = None
) -> dict[str, Any]:
    """What this house wants to know of tickets, customers and organisations."""
    rows = Field.objects.filter(about=about) if about else Field.objects.all()
    return page_of(rows, asked, request, response)


@router.post("/fields", response={201: FieldShape}, summary="Make a field")
def make_field(request: ProgramRequest, given: NewField) -> Status[Field]:
    """Want to know one thing more; its key is made of its name. Takes `tickets.arrange`."""
    insist(request.user, ARRANGE)
    with actions.renewing():
        made = actions.make(by=request.user, **given.settings)
        return Status(201, _placed(request, made, given))


@router.get("/fields/{field_id}", response=FieldShape, summary="A field")
def field(request: ProgramRequest, field_id: Number) -> Field:
    """One field."""
    return get_object_or_404(Field, pk=field_id)


@router.patch("/fields/{field_id}", response=FieldShape, summary="Change a field")
def change_field(request: ProgramRequest, field_id: Number, given: FieldChanges) -> Field:
    """Change what is sent, all of it or nothing; what tickets say already stays. Takes
    `tickets.arrange`."""
    insist(request.user, ARRANGE)
    with actions.renewing():
        found = as_known(request, Field.objects.all(), field_id, shape=FieldShape)
        actions.change(found, by=request.user, **given.settings)
        return _placed(request, found, given)


def _placed(request: ProgramRequest, row: Field, given: FieldChanges) -> Field:
    if given.position is not None:
        actions.move(row, to=given.position, by=request.user)
    return Field.objects.get(pk=row.pk)


def _lines(choices: Sequence[GivenChoice], depth: int = 0) -> Iterator[Line]:
    """Choices as they are typed: what lies below one follows it, set in."""
    for each in choices:
        yield Line(each.label, each.value, depth, each.retired)
        yield from _lines(getattr(each, "choices", ()), depth + 1)


register(router)
