"""Opening, changing and giving up inboxes."""

from typing import Any

from django.db import transaction

from helpwell.accounts.models import Group
from helpwell.channels.actions.pacing import go_on
from helpwell.channels.errors import AddressTaken
from helpwell.channels.facts import InboxChanged, InboxOpened
from helpwell.channels.models import Delivery, Envelope, Fetched, Inbox, MailRule
from helpwell.core.actors import By
from helpwell.core.text import storable
from helpwell.events.actions import forget, publish
from helpwell.jobs.bell import ring

PLACE_FIELDS = ("host", "port", "security", "user", "password")
FETCHING = ("protocol", *PLACE_FIELDS, "folder", "since", "after", "moves_to")
SETTINGS = (
    "name",
    "group",
    "brand",
    "is_active",
    *(f"fetch_{name}" for name in FETCHING),
    *(f"smtp_{name}" for name in PLACE_FIELDS),
    "most_a_minute",
    "sent_folder",
    "trusted_host",
    "signature",
    "acknowledgement",
    "uses_reply_address",
    "dkim_selector",
    "dkim_key",
)
PLACE = frozenset({"fetch_protocol", "fetch_host", "fetch_user", "fetch_folder", "fetch_since"})


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
    ring("inbox.changed")
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
    forgotten = (*_forget_place(inbox, changed), *_forget_check(inbox, changed))
    inbox.save(update_fields=[*changed, *forgotten])
    publish(InboxChanged(inbox_id=inbox.pk, fields=changed, by=by.actor))
    ring("inbox.changed")
    if any(name.startswith("smtp_") for name in changed):
        go_on(inbox)
        ring("delivery.queued")
    return inbox


@transaction.atomic
def give_up_inbox(inbox: Inbox) -> set[int]:
    """Delete an inbox with its rules and all mail through it; the ids of the raw mails.

    Tickets stay; whoever gives up an inbox decides what becomes of them first.
    """
    envelopes = Envelope.objects.filter(inbox=inbox)
    raw = set(envelopes.values_list("raw_id", flat=True))
    envelopes.delete()
    Delivery.objects.filter(inbox=inbox).delete()
    rules = MailRule.objects.filter(inbox=inbox).values_list("pk", flat=True)
    forget([f"inbox:{inbox.pk}", *(f"rule:{pk}" for pk in rules)])
    inbox.delete()
    return raw


def _forget_place(inbox: Inbox, changed: list[str]) -> tuple[str, ...]:
    """Another mailbox counts its mail in its own way, so fetching begins anew there."""
    if not PLACE.intersection(changed):
        return ()
    inbox.fetch_validity, inbox.fetch_last_uid = None, 0
    Fetched.objects.filter(inbox=inbox).delete()
    return ("fetch_validity", "fetch_last_uid")


def _forget_check(inbox: Inbox, changed: list[str]) -> tuple[str, ...]:
    """Another key signs only once it was found published."""
    if not {"dkim_key", "dkim_selector"}.intersection(changed):
        return ()
    inbox.dkim_checked_at = None
    return ("dkim_checked_at",)


def _check(settings: dict[str, Any]) -> None:
    unknown = settings.keys() - set(SETTINGS)
    if unknown:
        raise ValueError(sorted(unknown))
