"""The push that tells somebody: what, which ticket, its title; nothing a customer wrote."""

import json
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from helpwell.accounts.models import User
from helpwell.notifications.kinds import Kind
from helpwell.notifications.models import Device, Notification
from helpwell.notifications.push.posting import Outcome, post
from helpwell.notifications.push.subscription import Subscription
from helpwell.notifications.queries import devices_of
from helpwell.notifications.wording import sentence

LONGEST_TITLE = 120
URGENT = (Kind.MENTIONED, Kind.ASSIGNED, Kind.PROMISE)


def push_to_devices(row: Notification) -> bool:
    """Push to all of somebody's devices; whether nothing is left to try again."""
    urgency = "high" if row.kind in URGENT else "normal"
    said = _content(row)
    outcomes = [_push(device, said, urgency) for device in devices_of(row.person)]
    return not outcomes or any(outcome.is_taken or outcome.is_hopeless for outcome in outcomes)


def try_device(device: Device, *, by: User) -> bool:
    """Push a word to one device, to see whether it comes; whether the push service took it."""
    assert device.person_id == by.pk
    title, said = gettext("Helpwell can reach you here"), gettext("This is a trial.")
    link = reverse("notifications:settings")
    return _push(device, {"title": title, "said": said, "url": link, "tag": "trial"}).is_taken


def _push(device: Device, said: dict[str, Any], urgency: str = "normal") -> Outcome:
    """One that is gone is forgotten."""
    subscription = Subscription(device.endpoint, device.key, device.secret)
    content = json.dumps(said, ensure_ascii=False).encode()
    outcome = post(content, subscription, topic=said["tag"], urgency=urgency)
    if outcome.is_gone:
        device.delete()
    return outcome


def _content(row: Notification) -> dict[str, Any]:
    ticket = row.ticket
    return {
        "title": f"#{ticket.pk} {ticket.title}"[:LONGEST_TITLE],
        "said": sentence(row),
        "url": reverse("tickets:ticket", args=[ticket.pk]),
        "tag": f"{row.kind}-{ticket.pk}",
    }
