"""Asking a provider for consent, and for the tokens that follow from it (RFC 6749, RFC 7636)."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.utils.translation import gettext as _
from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

from helpwell.channels.adapters.email.consent.errors import ConsentTrouble, ConsentWithdrawn
from helpwell.channels.adapters.email.consent.providers import Places, places_of
from helpwell.channels.adapters.email.sentences import quoted
from helpwell.channels.adapters.email.servers import trust
from helpwell.channels.models import ProviderApp
from helpwell.core import clock

ANSWERING_SECONDS = 15
MOST_BYTES = 256 * 1024
USUAL_SECONDS = 3600
VERIFIER_LENGTH = 96
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
OVER = frozenset({"invalid_grant", "interaction_required", "consent_required", "login_required"})
NOT_US = frozenset({"invalid_client", "unauthorized_client"})


@dataclass(frozen=True)
class Tokens:
    """What a provider gives; no `refresh` means that the one we have stays good."""

    access: str
    refresh: str
    expires_at: datetime
    account: str = ""


def new_verifier() -> str:
    """The secret that shows, later, that we are who asked (RFC 7636, section 4.1)."""
    verifier: str = WebApplicationClient("").create_code_verifier(VERIFIER_LENGTH)
    return verifier


def asking_url(
    app: ProviderApp, *, redirect_uri: str, state: str, verifier: str, account: str
) -> str:
    """Where the owner of `account` is asked for consent."""
    places, client = _places(app), WebApplicationClient(app.client_id)
    url: str = client.prepare_request_uri(
        places.asking,
        redirect_uri=redirect_uri,
        scope=list(places.scopes),
        state=state,
        code_challenge=client.create_code_challenge(verifier, "S256"),
        code_challenge_method="S256",
        login_hint=account,
        **places.extras,
    )
    return url


def exchange(app: ProviderApp, *, code: str, verifier: str, redirect_uri: str) -> Tokens:
    """The tokens for a `code` that a provider sent back with the person."""
    body = WebApplicationClient(app.client_id).prepare_request_body(
        code=code, redirect_uri=redirect_uri, code_verifier=verifier, **_secret(app)
    )
    said = _ask(app, body)
    _insist_on_scopes(app, said.get("scope"))
    tokens = _tokens(said)
    if not tokens.refresh or not tokens.account:
        raise ConsentTrouble(
            _("%(provider)s gave no lasting permission. Press Connect once more.") % _named(app)
        )
    return tokens


def renew(app: ProviderApp, *, refresh_token: str) -> Tokens:
    """New tokens for an old consent; ConsentWithdrawn when it holds no longer."""
    client = WebApplicationClient(app.client_id)
    body = client.prepare_refresh_body(
        refresh_token=refresh_token, client_id=app.client_id, **_secret(app)
    )
    return _tokens(_ask(app, body))


def revoke(app: ProviderApp, *, refresh_token: str) -> bool:
    """Hand a consent back (RFC 7009); whether the provider took it."""
    url = _places(app).revoking
    if not url:
        return False
    _url, _headers, body = WebApplicationClient(app.client_id).prepare_token_revocation_request(
        url, refresh_token, "refresh_token"
    )
    try:
        status, _answer = _post(url, body)
    except (OSError, HTTPException):
        return False
    return status == 200


def _ask(app: ProviderApp, body: str) -> dict[str, Any]:
    """Post to where tokens are given; every refusal becomes a sentence."""
    try:
        status, answer = _post(_places(app).exchanging, body)
    except (OSError, HTTPException) as error:
        raise ConsentTrouble(
            _(
                "%(provider)s cannot be reached to renew the permission (%(said)s). It is tried "
                "again by itself."
            )
            % _named(app, error)
        ) from error
    if status >= 500:
        raise ConsentTrouble(
            _("%(provider)s has trouble of its own (%(said)s). It is tried again by itself.")
            % _named(app, status)
        )
    try:
        said: dict[str, Any] = WebApplicationClient(app.client_id).parse_request_body_response(
            answer
        )
    except (OAuth2Error, ValueError, TypeError, AttributeError) as error:
        raise _refusal(app, error) from error
    return said


def _refusal(app: ProviderApp, error: Exception) -> ConsentTrouble:
    kind = getattr(error, "error", "") or ""
    said = getattr(error, "description", "") or kind or error
    if kind in OVER:
        return ConsentWithdrawn(
            _(
                "%(provider)s has taken back the permission to open this mailbox (%(said)s). "
                "Connect it again in the inbox’s settings."
            )
            % _named(app, said)
        )
    if kind in NOT_US:
        return ConsentTrouble(
            _(
                "%(provider)s does not know this Helpwell (%(said)s). Check client ID, client "
                "secret and tenant under Settings, Inboxes, Sign-in with %(provider)s."
            )
            % _named(app, said)
        )
    return ConsentTrouble(
        _("%(provider)s gave no access: %(said)s. It is tried again.") % _named(app, said)
    )


def _insist_on_scopes(app: ProviderApp, scope: list[str] | str | None) -> None:
    """People may untick what they were asked for; no `scope` means all of it (RFC 6749, 5.1)."""
    given = scope.split() if isinstance(scope, str) else scope
    if given is not None and not set(_places(app).needed) <= set(given):
        raise ConsentTrouble(
            _(
                "The permission to read and send mail was left out. Connect again, and tick "
                "everything %(provider)s asks about."
            )
            % _named(app)
        )


def _tokens(said: dict[str, Any]) -> Tokens:
    seconds = int(said.get("expires_in") or USUAL_SECONDS)
    return Tokens(
        access=str(said["access_token"]),
        refresh=str(said.get("refresh_token") or ""),
        expires_at=clock.now() + timedelta(seconds=seconds),
        account=_account(str(said.get("id_token") or "")),
    )


def _account(id_token: str) -> str:
    """The address an ID token names. It came from the provider itself over TLS, so its signature
    adds nothing (OpenID Connect Core, section 3.1.3.7, point 6)."""
    try:
        payload = id_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        found = claims.get("preferred_username") or claims.get("email") or ""
    except (IndexError, ValueError, AttributeError, binascii.Error):
        return ""
    return str(found).strip().lower()


def _post(url: str, body: str) -> tuple[int, str]:
    """Status and beginning of what a provider answers."""
    if not url.startswith("https://"):
        raise OSError(f"{url} is not https")
    request = Request(url, body.encode(), FORM)  # noqa: S310 - https, as checked
    try:
        with urlopen(request, timeout=ANSWERING_SECONDS, context=trust()) as answer:  # noqa: S310
            return answer.status, answer.read(MOST_BYTES).decode(errors="replace")
    except HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read(MOST_BYTES).decode(errors="replace")


def _places(app: ProviderApp) -> Places:
    return places_of(app.provider, tenant=app.tenant)


def _secret(app: ProviderApp) -> dict[str, Any]:
    return {"client_secret": app.client_secret} if app.client_secret else {}


def _named(app: ProviderApp, said: object = "") -> dict[str, str]:
    return {"provider": app.get_provider_display(), "said": quoted(said)}
