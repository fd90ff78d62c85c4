"""Opening, changing and giving up inboxes."""

from typing import Any

from django.db import transaction

from helpwell.accounts.models import Group
from helpwell.channels.errors import AddressTaken
from helpwell.channels.facts import InboxChanged, InboxOpened
from helpwell.channels.models import Delivery, Envelope, Inbox
from helpwell.core.actors import By
from helpwell.core.text import storable
from helpwell.events.actions import forget, publish

SETTINGS = (
    "name",
    "group",
    "signature",
    "is_active",
    "uses_reply_address",
    *(f"imap_{name}" for name in ("host", "port", "security", "user", "password", "folder")),
    "imap_since",
    *(f"smtp_{name}" for name in ("host", "port", "security", "user", "password")),
)
PLACE = frozenset({"imap_host", "imap_user", "imap_folder", "imap_since"})


@transaction.atomic
def open_inbox(
    *, name: str, address: str, by: By, group: Group | None = None, **settings: Any
) -> Inbox:
    """A new inbox; `settings` are fields of `SETTINGS`. Refuses an address that is one already."""
    address = storable(address).strip().lower()
    if Inbox.objects.filter(address__iexact=address).exists():
        raise AddressTaken
    _check(settings)
    inbox = Inbox.objects.create(name=name, address=address, group=group, **settings)
    publish(InboxOpened(inbox_id=inbox.pk, by=by.actor))
    return inbox


@transaction.atomic
def change_inbox(inbox: Inbox, *, by: By, **settings: Any) -> Inbox:
    """Set `settings`, fields of `SETTINGS`, on an inbox."""
    _check(settings)
    inbox = Inbox.objects.select_for_update(of=("self",)).get(pk=inbox.pk)
    changed = sorted(name for name in settings if getattr(inbox, name) != settings[name])
    if not changed:
        return inbox
    for name in changed:
        setattr(inbox, name, settings[name])
    inbox.save(update_fields=[*changed, *_forget_place(inbox, changed)])
    publish(InboxChanged(inbox_id=inbox.pk, fields=changed, by=by.actor))
    return inbox


@transaction.atomic
def give_up_inbox(inbox: Inbox) -> set[int]:
    """Delete an inbox with the mail that came and went through it; the ids of the raw mails.

    Tickets stay; whoever gives up an inbox decides what becomes of them first.
    """
    envelopes = Envelope.objects.filter(inbox=inbox)
    raw = set(envelopes.values_list("raw_id", flat=True))
    envelopes.delete()
    Delivery.objects.filter(inbox=inbox).delete()
    forget([f"inbox:{inbox.pk}"])
    inbox.delete()
    return raw


def _forget_place(inbox: Inbox, changed: list[str]) -> tuple[str, ...]:
    """Another mailbox counts its mail in its own way, so fetching begins anew there."""
    if not PLACE.intersection(changed):
        return ()
    inbox.imap_validity, inbox.imap_last_uid = None, 0
    return ("imap_validity", "imap_last_uid")


def _check(settings: dict[str, Any]) -> None:
    unknown = settings.keys() - set(SETTINGS)
    if unknown:
        raise ValueError(sorted(unknown))
