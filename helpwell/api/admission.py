"""Who asks: the token of a request, and how often it may come."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from helpwell.api import actions
from helpwell.api.actions.allowing import this_minute
from helpwell.api.errors import Declined
from helpwell.api.models import Token
from helpwell.api.scopes import WRITING, lent_by
from helpwell.api.secrets import hash_of
from helpwell.core import clock

MINUTE_SECONDS = 60
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Helpwell"'}
READING = ("GET", "HEAD")


@dataclass(frozen=True)
class Allowed:
    """How many requests of this minute are used."""

    limit: int
    used: int

    @property
    def headers(self) -> dict[str, str]:
        """`RateLimit-*` as draft-ietf-httpapi-ratelimit-headers-07 has them; seconds to go."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(_seconds_left()),
        }


def token_of(request: HttpRequest) -> Token:
    """The token in `Authorization: Bearer`, if it works and its person may sign in.

    Addresses that guess are refused for the rest of the minute.
    """
    guesser = f"address:{request.META.get('REMOTE_ADDR', '')}"[:80]
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise Declined(401, _("Send a token: “Authorization: Bearer …”."), headers=CHALLENGE)
    token = _working(secret.strip())
    if token is None:
        if actions.note_came(guesser) > settings.API_WRONG_TOKENS_A_MINUTE:
            raise too_many()
        words = _("This token does not work: it is unknown, expired or revoked.")
        raise Declined(401, words, headers=CHALLENGE)
    return token


def allowed(token: Token) -> Allowed:
    """Count this request; refuses it when the token has come too often in this minute."""
    found = Allowed(settings.API_REQUESTS_A_MINUTE, actions.note_came(f"token:{token.pk}"))
    if found.used > found.limit:
        raise too_many(found.headers)
    return found


def too_many(headers: dict[str, str] | None = None) -> Declined:
    """The refusal of somebody who comes too often, with when to come again."""
    words = _("Too many requests. Come again in %s seconds.") % _seconds_left()
    return Declined(429, words, headers={"Retry-After": str(_seconds_left()), **(headers or {})})


def lend(token: Token, *, method: str | None) -> None:
    """Let the token's person be no more than its scopes lend; one that only reads changes nothing.

    What no capability guards (one's own views, being told) takes one scope that writes.
    """
    token.user.lent = lent_by(token.scopes)
    if method not in READING and not WRITING & set(token.scopes):
        raise Declined(403, _("This token may only read."))


def _working(secret: str) -> Token | None:
    tokens = Token.objects.standing().filter(user__is_active=True).select_related("user__role")
    token = tokens.filter(secret_hash=hash_of(secret)).first()
    return None if token is None or token.has_expired else token


def _seconds_left() -> int:
    return max(1, (this_minute() + 1) * MINUTE_SECONDS - int(clock.now().timestamp()))
