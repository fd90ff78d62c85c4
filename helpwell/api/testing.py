"""Programs for tests: a client with a token, made through the real actions."""

from typing import Any

from django.test import Client

from helpwell.accounts.models import User
from helpwell.api import actions
from helpwell.api.models import Token
from helpwell.api.scopes import SCOPES

V1 = "/api/v1"


def make_token(user: User, *scopes: str, **more: Any) -> actions.MadeToken:
    """A token that lends these scopes, or all of them."""
    return actions.make_token(user, name="Test", scopes=scopes or SCOPES, by=user, **more)


def token_of(secret: str) -> Token:
    """The row behind a secret."""
    return Token.objects.get(begins=secret[:8])


def program(user: User, *scopes: str, **more: Any) -> Client:
    """A client that asks as `user`, with a token of these scopes, or of all."""
    return asking(make_token(user, *scopes, **more).secret)


def asking(secret: str) -> Client:
    """A client that sends this secret."""
    return Client(headers={"Authorization": f"Bearer {secret}", "Accept": "application/json"})
