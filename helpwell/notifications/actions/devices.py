"""The browsers that somebody lets us push to."""

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.text import one_line, storable
from helpwell.events.actions import publish
from helpwell.notifications.errors import TooManyDevices
from helpwell.notifications.facts import DeviceAdded, DeviceRemoved
from helpwell.notifications.models import Device
from helpwell.notifications.push.subscription import Subscription, refuse_unless_usable

MOST_DEVICES = 20


@transaction.atomic
def add_device(subscription: Subscription, *, name: str, session: str, by: User) -> Device:
    """Push to this browser from now on; one that changed hands is its new person's."""
    refuse_unless_usable(subscription)
    known = Device.objects.filter(endpoint=subscription.endpoint, person=by)
    kept = {"key": subscription.key, "secret": subscription.secret, "session": session}
    if known.update(**kept):
        return known.get()
    if Device.objects.filter(person=by).count() >= MOST_DEVICES:
        raise TooManyDevices
    Device.objects.filter(endpoint=subscription.endpoint).delete()
    named = one_line(storable(name))[:80]
    device = Device.objects.create(
        person=by, endpoint=subscription.endpoint, name=named, added_at=clock.now(), **kept
    )
    publish(DeviceAdded(person_id=by.pk, device_id=device.pk, by=by.actor))
    return device


@transaction.atomic
def remove_device(device: Device, *, by: User) -> None:
    """Push to this browser no more."""
    publish(DeviceRemoved(person_id=device.person_id, device_id=device.pk, by=by.actor))
    device.delete()
