"""The key that an inbox's mail is signed with (DKIM)."""

from django.db import transaction

from helpwell.channels.actions.inboxes import change_inbox
from helpwell.channels.errors import NoSigningKey
from helpwell.channels.facts import InboxChanged
from helpwell.channels.mail.dkim import NotAKey, key_from, new_key
from helpwell.channels.models import Inbox
from helpwell.core import clock
from helpwell.core.actors import By
from helpwell.events.actions import publish

SELECTOR = "helpwell%Y%m%d"


def make_signing_key(inbox: Inbox, *, kind: str, by: By) -> Inbox:
    """A new key, rsa or ed25519; mail is signed once it has been found published."""
    return use_signing_key(inbox, pem=new_key(kind), selector=f"{clock.now():{SELECTOR}}", by=by)


def use_signing_key(inbox: Inbox, *, pem: str, selector: str, by: By) -> Inbox:
    """A key that is there already; refuses what is none. Without one nothing is signed."""
    if pem:
        try:
            key_from(pem)
        except NotAKey:
            raise NoSigningKey from None
    return change_inbox(inbox, dkim_key=pem, dkim_selector=selector if pem else "", by=by)


@transaction.atomic
def begin_signing(inbox: Inbox, *, by: By) -> None:
    """Sign from now on: its key was found published."""
    held = Inbox.objects.select_for_update(of=("self",)).get(pk=inbox.pk)
    if held.dkim_key != inbox.dkim_key or held.dkim_checked_at:
        return
    held.dkim_checked_at = clock.now()
    held.save(update_fields=["dkim_checked_at"])
    publish(InboxChanged(inbox_id=held.pk, fields=["dkim_checked_at"], by=by.actor))
