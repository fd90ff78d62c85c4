"""Macros for programs: an answer or a note with what is done beside it."""

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Status
from pydantic import Field

from helpwell.accounts.models import User
from helpwell.api.matching import refuse_outdated
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Number, Page, Words
from helpwell.macros import actions
from helpwell.macros.api.kept import (
    KeptChanges,
    KeptShape,
    Language,
    insist_on_changing,
    settings_in,
)
from helpwell.macros.api.router import router
from helpwell.macros.models import Macro
from helpwell.tickets.given_deeds import GivenDeeds, deeds_in

Moment = Literal["reply", "note", "start"]
Line = Annotated[Words, Field(max_length=250)]


class MacroShape(KeptShape):
    """An answer or a note with what is done beside it, or what a new ticket begins with: `moment`
    is reply, note or start. Only a start uses its `subject`, and `subjects` in other languages."""

    moment: str
    subject: str
    subjects: dict[str, str]
    deeds: list[dict[str, Any]]


class MacroChanges(KeptChanges):
    """What is to be different about a macro."""

    moment: Moment | None = None
    subject: Line | None = None
    subjects: Annotated[dict[Language, Line], Field(max_length=20)] | None = None
    deeds: GivenDeeds | None = None


class NewMacro(MacroChanges):
    """A macro to be kept."""

    name: Annotated[Words, Field(min_length=1, max_length=200)]


@router.get("/macros", response=Page[MacroShape], summary="Macros")
def macros(
    request: ProgramRequest,
    response: HttpResponse,
    asked: Query[Asked],
    moment: Moment | None = None,
) -> dict[str, Any]:
    """Your own macros, those of your groups and everybody's; perhaps only those of one moment."""
    rows = Macro.objects.usable_by(request.user)
    wanted = rows.filter(moment=moment) if moment else rows
    return page_of(wanted, asked, request, response)


@router.post("/macros", response={201: MacroShape}, summary="Keep one")
def make_macro(request: ProgramRequest, given: NewMacro) -> Status[Macro]:
    """Keep a macro: yours, or with `macros.share` a group's or everybody's."""
    settings = _settings(given, request.user, None)
    return Status(201, actions.make_macro(by=request.user, **settings))


@router.get("/macros/{macro_id}", response=MacroShape, summary="One of them")
def macro(request: ProgramRequest, macro_id: Number) -> Macro:
    """A macro that you may use."""
    return _usable(request.user, macro_id)


@router.patch("/macros/{macro_id}", response=MacroShape, summary="Change one")
def change_macro(request: ProgramRequest, macro_id: Number, given: MacroChanges) -> Macro:
    """Change your own, or with `macros.share` a shared one."""
    found = _usable(request.user, macro_id)
    settings = _settings(given, request.user, found)
    refuse_outdated(request, MacroShape.from_orm(found))
    actions.change_macro(found, by=request.user, seen=found.edition, **settings)
    return Macro.objects.get(pk=macro_id)


@router.delete("/macros/{macro_id}", response={204: None}, summary="Delete one")
def remove_macro(request: ProgramRequest, macro_id: Number) -> Status[None]:
    """Delete your own, or with `macros.share` a shared one; what was done with it stays."""
    found = _usable(request.user, macro_id)
    insist_on_changing(found, by=request.user)
    actions.remove_macro(found, by=request.user)
    return Status(204, None)


def _usable(user: User, number: int) -> Macro:
    rows = Macro.objects.usable_by(user).select_related("owner")
    found: Macro = get_object_or_404(rows, pk=number)
    return found


def _settings(given: MacroChanges, user: User, kept: Macro | None) -> dict[str, Any]:
    said = settings_in(given, by=user, kept=kept)
    if given.deeds is not None:
        said["deeds"] = [deed.stored for deed in deeds_in(given.deeds)]
    return said
