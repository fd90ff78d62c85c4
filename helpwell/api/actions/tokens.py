"""Tokens: made once, shown once, revoked at any time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from helpwell.accounts.actions import covers
from helpwell.accounts.models import User
from helpwell.api.errors import NothingLent, TokenNameMissing, TooManyTokens
from helpwell.api.facts import TokenMade, TokenRevoked
from helpwell.api.models import Token
from helpwell.api.scopes import SCOPES
from helpwell.api.secrets import hash_of, new_secret
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import name_of
from helpwell.events.actions import publish

MOST_TOKENS = 50
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class MadeToken:
    """A new token with its secret, which nobody can read again."""

    token: Token
    secret: str


@transaction.atomic
def make_token(
    user: User, *, name: str, scopes: Iterable[str], by: User, expires_at: datetime | None = None
) -> MadeToken:
    """Let a program act as `user` within `scopes`; its secret is given this once."""
    kept, chosen = name_of(name, most=80), [each for each in SCOPES if each in set(scopes)]
    if not kept:
        raise TokenNameMissing
    if not chosen:
        raise NothingLent
    if Token.objects.standing().filter(user=user).count() >= MOST_TOKENS:
        raise TooManyTokens
    secret = new_secret()
    token = Token.objects.create(
        user=user,
        name=kept,
        secret_hash=hash_of(secret),
        begins=secret[:8],
        scopes=chosen,
        made_by=by,
        made_at=clock.now(),
        expires_at=expires_at,
    )
    publish(TokenMade(token_id=token.pk, person_id=user.pk, by=by.actor))
    return MadeToken(token, secret)


@transaction.atomic
def revoke_token(token: Token, *, by: By) -> None:
    """Let a token work no more, from its next request on; refuses that of an app that may more."""
    token = (
        Token.objects.select_for_update(of=("self",)).select_related("user__role").get(pk=token.pk)
    )
    if token.user_id != by.actor.id:
        covers(by, token.user.role)
    if token.revoked_at:
        return
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    publish(TokenRevoked(token_id=token.pk, person_id=token.user_id, by=by.actor))


def note_used(token: Token) -> None:
    """Remember that a token works for somebody; at most once a minute is written."""
    now = clock.now()
    if token.last_used_at and token.last_used_at > now - NOTED_EVERY:
        return
    longer_ago = Q(last_used_at=None) | Q(last_used_at__lte=now - NOTED_EVERY)
    Token.objects.filter(longer_ago, pk=token.pk).update(last_used_at=now)
