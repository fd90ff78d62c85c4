"""Who asks, who works here, and the tokens of whoever asks."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from helpwell.accounts.models import Group, User
from helpwell.api import actions
from helpwell.api.door import register
from helpwell.api.errors import Declined
from helpwell.api.models import Token
from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Moment, Number, Page, Shape

router = Router()


class GroupShape(Shape):
    """Agents who share a kind of work."""

    id: int
    name: str


class KnownPerson(Shape):
    """Somebody who works here, or an app."""

    id: int
    name: str
    email: str
    is_app: bool
    is_active: bool
    availability: str
    group_ids: list[int]


class PersonShape(KnownPerson):
    """Somebody who works here, or an app, as a row says it."""

    @staticmethod
    def resolve_group_ids(person: User) -> list[int]:
        return sorted(group.pk for group in person.groups.all())


class MeShape(KnownPerson):
    """Whoever the token acts as, and what it may do."""

    role: str
    time_zone: str
    scopes: list[str]


class TokenShape(Shape):
    """A token without its secret."""

    id: int
    name: str
    begins: str
    scopes: list[str]
    made_at: Moment
    expires_at: Moment | None
    last_used_at: Moment | None


@router.get("/me", response=MeShape, tags=["People"], summary="Who I am")
def me(request: ProgramRequest) -> dict[str, Any]:
    """Whoever the token acts as."""
    user = request.user
    return {
        "id": user.pk,
        "name": user.name,
        "email": user.email,
        "is_app": user.is_app,
        "is_active": user.is_active,
        "availability": user.availability,
        "group_ids": sorted(user.group_ids),
        "role": user.role.name,
        "time_zone": user.time_zone,
        "scopes": request.token.scopes,
    }


@router.get("/people", response=Page[PersonShape], tags=["People"], summary="Who works here")
def people(request: ProgramRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, Any]:
    """Everybody who works here and every app, those who left too."""
    rows = User.objects.prefetch_related("groups")
    return page_of(rows, asked, request, response)


@router.get("/groups", response=Page[GroupShape], tags=["People"], summary="All groups")
def groups(request: ProgramRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, Any]:
    """Agents who share a kind of work."""
    return page_of(Group.objects.all(), asked, request, response)


@router.get("/tokens", response=Page[TokenShape], tags=["Tokens"], summary="My tokens")
def tokens(request: ProgramRequest, response: HttpResponse, asked: Query[Asked]) -> dict[str, Any]:
    """The standing tokens of whoever asks; none is made here, only in the settings."""
    rows = Token.objects.standing().filter(user=request.user)
    return page_of(rows, asked, request, response)


@router.delete("/tokens/{token_id}", response={204: None}, tags=["Tokens"], summary="Revoke one")
def revoke(request: ProgramRequest, token_id: Number) -> Status[None]:
    """Let the token that asks work no more, or another one of mine that may do no more than it."""
    token = get_object_or_404(Token.objects.standing().filter(user=request.user), pk=token_id)
    if not set(token.scopes) <= set(request.token.scopes):
        raise Declined(403, _("That token may do more than this one. Revoke it in the settings."))
    actions.revoke_token(token, by=request.user)
    return Status(204, None)


register(router)
