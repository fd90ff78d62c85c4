"""Snippets for programs: words put into a text."""

from typing import Annotated, Any

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
from helpwell.macros.api.kept import KeptChanges, KeptShape, insist_on_changing, settings_in
from helpwell.macros.api.router import router
from helpwell.macros.models import Snippet


class SnippetShape(KeptShape):
    """Words that are put into a text by typing / and `shortcut`."""

    shortcut: str


class SnippetChanges(KeptChanges):
    """What is to be different about a snippet."""

    shortcut: Annotated[Words, Field(max_length=40)] | None = None


class NewSnippet(SnippetChanges):
    """A snippet to be kept."""

    name: Annotated[Words, Field(min_length=1, max_length=200)]


@router.get("/snippets", response=Page[SnippetShape], summary="Snippets")
def snippets(
    request: ProgramRequest, response: HttpResponse, asked: Query[Asked]
) -> dict[str, Any]:
    """Your own snippets, those of your groups and everybody's."""
    return page_of(Snippet.objects.usable_by(request.user), asked, request, response)


@router.post("/snippets", response={201: SnippetShape}, summary="Keep one")
def make_snippet(request: ProgramRequest, given: NewSnippet) -> Status[Snippet]:
    """Keep a snippet: yours, or with `macros.share` a group's or everybody's."""
    settings = settings_in(given, by=request.user, kept=None)
    return Status(201, actions.make_snippet(by=request.user, **settings))


@router.get("/snippets/{snippet_id}", response=SnippetShape, summary="One of them")
def snippet(request: ProgramRequest, snippet_id: Number) -> Snippet:
    """A snippet that you may use."""
    return _usable(request.user, snippet_id)


@router.patch("/snippets/{snippet_id}", response=SnippetShape, summary="Change one")
def change_snippet(request: ProgramRequest, snippet_id: Number, given: SnippetChanges) -> Snippet:
    """Change your own, or with `macros.share` a shared one."""
    found = _usable(request.user, snippet_id)
    settings = settings_in(given, by=request.user, kept=found)
    refuse_outdated(request, SnippetShape.from_orm(found))
    actions.change_snippet(found, by=request.user, seen=found.edition, **settings)
    return Snippet.objects.get(pk=snippet_id)


@router.delete("/snippets/{snippet_id}", response={204: None}, summary="Delete one")
def remove_snippet(request: ProgramRequest, snippet_id: Number) -> Status[None]:
    """Delete your own, or with `macros.share` a shared one; what was done with it stays."""
    found = _usable(request.user, snippet_id)
    insist_on_changing(found, by=request.user)
    actions.remove_snippet(found, by=request.user)
    return Status(204, None)


def _usable(user: User, number: int) -> Snippet:
    rows = Snippet.objects.usable_by(user).select_related("owner")
    found: Snippet = get_object_or_404(rows, pk=number)
    return found
