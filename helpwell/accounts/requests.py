"""Requests of signed-in people, typed, and the two guards of every agents' view."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from helpwell.accounts.models import User
from helpwell.core.requests import signed_in_only


class AgentRequest(HttpRequest):
    """A request whose person is known."""

    user: User


type AgentView[**P] = Callable[Concatenate[AgentRequest, P], HttpResponseBase]
type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def agents_only[**P](view: AgentView[P]) -> View[P]:
    """Let signed-in people in; others are asked to sign in first."""
    return signed_in_only(view)  # type: ignore[arg-type]


def requires[**P](*capabilities: str) -> Callable[[AgentView[P]], View[P]]:
    """Let in only signed-in people who hold all of `capabilities`."""

    def guard(view: AgentView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: AgentRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not all(request.user.can(capability) for capability in capabilities):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return agents_only(guarded)  # type: ignore[arg-type]

    return guard
