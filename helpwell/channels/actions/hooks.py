"""Addresses of ours at which providers hand in an inbox's mail."""

import base64
import secrets

from django.db import transaction
from django.db.models import Q

from helpwell.channels.actions.fetching import NOTE_EVERY
from helpwell.channels.facts import InboxChanged
from helpwell.channels.models import Hook, Inbox
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.core.text import storable
from helpwell.events.actions import publish
from helpwell.live.actions import tell

KEY_BYTES = 32


@transaction.atomic
def make_hook(inbox: Inbox, *, format: str, key: str = "", by: By) -> Hook:
    """A new address for an inbox's mail; without a `key` of the provider's one is made up."""
    hook = Hook.objects.create(
        inbox=inbox, format=format, path=_new_path(), key=storable(key).strip() or _new_key(format)
    )
    publish(InboxChanged(inbox_id=inbox.pk, fields=["hooks"], by=by.actor))
    return hook


@transaction.atomic
def change_hook(hook: Hook, *, key: str = "", by: By) -> Hook:
    """Give a hook another address and key; the old ones end at once."""
    hook = Hook.objects.select_for_update().get(pk=hook.pk)
    hook.path, hook.key = _new_path(), storable(key).strip() or _new_key(hook.format)
    hook.error = ""
    hook.save(update_fields=["path", "key", "error"])
    publish(InboxChanged(inbox_id=hook.inbox_id, fields=["hooks"], by=by.actor))
    return hook


@transaction.atomic
def drop_hook(hook: Hook, *, by: By) -> None:
    """Take a hook away; calls at it are refused from now on."""
    publish(InboxChanged(inbox_id=hook.inbox_id, fields=["hooks"], by=by.actor))
    hook.delete()


def note_heard(hook: Hook) -> None:
    """A call brought a mail; written at most every few seconds while nothing changes."""
    stale = ~Q(error="") | Q(heard_at=None) | Q(heard_at__lt=clock.now() - NOTE_EVERY)
    if Hook.objects.filter(stale, pk=hook.pk).update(heard_at=clock.now(), error=""):
        tell("mail-health")


def note_hook_trouble(hook: Hook, sentence: str) -> None:
    """A call was refused, for a reason people can read."""
    said = storable(sentence)[:500]
    if Hook.objects.filter(pk=hook.pk).exclude(error=said).update(error=said):
        tell("mail-health")


def _new_path() -> str:
    return secrets.token_urlsafe(32)


def _new_key(format: str) -> str:
    """Standard Webhooks wants base64 after `whsec_`; a password fits into an address."""
    if format == Hook.Format.RAW:
        return f"whsec_{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"
    return secrets.token_urlsafe(KEY_BYTES)
