"""Consents of mailbox owners: given, renewed, withdrawn, handed back."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from helpwell.channels.actions.pacing import go_on
from helpwell.channels.adapters.email.consent import tokens
from helpwell.channels.adapters.email.consent.errors import ConsentWithdrawn, NotRegistered
from helpwell.channels.adapters.email.consent.providers import places_of
from helpwell.channels.adapters.email.consent.tokens import Tokens
from helpwell.channels.facts import InboxChanged, ProviderRegistered
from helpwell.channels.locks import RENEWING, alone
from helpwell.channels.models import Grant, Inbox, ProviderApp
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import storable
from helpwell.events.actions import publish
from helpwell.jobs.bell import ring
from helpwell.live.actions import tell

RENEW_BEFORE = timedelta(minutes=5)
FORGET_UNUSED_AFTER = timedelta(hours=1)


@transaction.atomic
def register_app(
    provider: str, *, client_id: str, client_secret: str, tenant: str = "", by: By
) -> ProviderApp:
    """Note how a provider knows this installation; an empty secret keeps the one that is stored."""
    app = ProviderApp.objects.select_for_update().filter(provider=provider).first()
    app = app or ProviderApp(provider=provider)
    app.client_id, app.tenant = storable(client_id).strip(), storable(tenant).strip()
    app.client_secret = storable(client_secret).strip() or app.client_secret
    app.save()
    publish(ProviderRegistered(app_id=app.pk, by=by.actor))
    return app


@transaction.atomic
def note_consent(provider: str, given: Tokens, *, by: By) -> Grant:
    """Keep a consent; it opens nothing until an inbox uses it. Unused ones are forgotten."""
    forgotten = Grant.objects.filter(granted_at__lt=clock.now() - FORGET_UNUSED_AFTER)
    forgotten.exclude(pk__in=Inbox.objects.exclude(grant=None).values("grant")).delete()
    return Grant.objects.create(
        provider=provider,
        account=storable(given.account)[:320],
        refresh_token=given.refresh,
        access_token=given.access,
        expires_at=given.expires_at,
        granted_at=clock.now(),
    )


@transaction.atomic
def use_grant(inbox: Inbox, grant: Grant, *, mailbox: str, by: By) -> Inbox:
    """Fetch and send an inbox's mail by `grant`, in `mailbox` (the account's own, or one shared
    with it)."""
    inbox = Inbox.objects.select_for_update(of=("self",)).get(pk=inbox.pk)
    old, before = inbox.grant, (inbox.fetch_protocol, inbox.fetch_host, inbox.fetch_user)
    settings = _settings_of(grant, mailbox)
    if before != tuple(settings[f"fetch_{name}"] for name in ("protocol", "host", "user")):
        settings |= {"fetch_validity": None, "fetch_last_uid": 0}
    _set(inbox, settings | {"grant": grant, "fetch_error": "", "send_error": ""}, by=by)
    go_on(inbox)
    ring("delivery.queued")
    if old and old != grant:
        _forget(old)
    return inbox


def give_back(inbox: Inbox, *, by: By) -> bool:
    """Hand an inbox's consent back to the provider and forget it; whether the provider took it."""
    grant = inbox.grant
    if grant is None:
        return True
    app = ProviderApp.objects.filter(provider=grant.provider).first()
    shared = Inbox.objects.filter(grant=grant).exclude(pk=inbox.pk).exists()
    taken = shared or bool(app and tokens.revoke(app, refresh_token=grant.refresh_token))
    _disconnect(inbox, grant, by=by)
    return taken


def access_token(grant_id: int, *, other_than: str = "") -> str:
    """A token that opens the mailbox now, renewed where it would soon expire or is `other_than`.

    One process renews a grant at a time: a provider may call a refresh token that is used twice
    stolen. The lock is advisory, since no transaction stays open on the wire. ConsentWithdrawn when
    somebody has to connect again.
    """
    grant = Grant.objects.get(pk=grant_id)
    if _is_good(grant, other_than):
        return grant.access_token
    with alone(RENEWING, grant_id):
        grant.refresh_from_db()  # another process may have been first
        return grant.access_token if _is_good(grant, other_than) else _renew(grant)


def _is_good(grant: Grant, other_than: str) -> bool:
    if grant.trouble:
        raise ConsentWithdrawn(grant.trouble)
    lasts = grant.expires_at is not None and grant.expires_at > clock.now() + RENEW_BEFORE
    return bool(lasts and grant.access_token and grant.access_token != other_than)


def _renew(grant: Grant) -> str:
    app = ProviderApp.objects.filter(provider=grant.provider).first()
    if app is None:
        raise NotRegistered
    try:
        given = tokens.renew(app, refresh_token=grant.refresh_token)
    except ConsentWithdrawn as refusal:
        Grant.objects.filter(pk=grant.pk).update(trouble=storable(str(refusal)))
        tell("mail-health")
        raise
    grant.access_token, grant.expires_at = given.access, given.expires_at
    grant.refresh_token = given.refresh or grant.refresh_token
    grant.save(update_fields=["access_token", "refresh_token", "expires_at"])
    return grant.access_token


def _settings_of(grant: Grant, mailbox: str) -> dict[str, Any]:
    places = places_of(grant.provider)
    settings: dict[str, Any] = {"fetch_protocol": Inbox.Protocol.IMAP}
    for kind, place in (("fetch", places.incoming), ("smtp", places.outgoing)):
        names = (f"{kind}_host", f"{kind}_port", f"{kind}_security")
        settings |= dict(zip(names, place, strict=True))
        settings |= {f"{kind}_user": mailbox, f"{kind}_password": ""}
    return settings


@transaction.atomic
def _disconnect(inbox: Inbox, grant: Grant, *, by: By) -> None:
    inbox = Inbox.objects.select_for_update(of=("self",)).get(pk=inbox.pk)
    empty = dict.fromkeys(("fetch_host", "fetch_user", "smtp_host", "smtp_user"), "")
    _set(inbox, empty | {"grant": None, "fetch_error": "", "send_error": ""}, by=by)
    _forget(grant)


def _set(inbox: Inbox, settings: dict[str, Any], *, by: By) -> None:
    for name, value in settings.items():
        setattr(inbox, name, value)
    inbox.save(update_fields=list(settings))
    publish(InboxChanged(inbox_id=inbox.pk, fields=["grant"], by=by.actor))
    ring("inbox.changed")
    tell("mail-health")


def _forget(grant: Grant) -> None:
    if not Inbox.objects.filter(grant=grant).exists():
        grant.delete()
