"""What may be done in this room."""

from helpwell.notifications.actions.alerting import mail_alerts
from helpwell.notifications.actions.choosing import choose, mute, unmute
from helpwell.notifications.actions.delivering import mail_due, push_due
from helpwell.notifications.actions.devices import add_device, remove_device
from helpwell.notifications.actions.noting import notify
from helpwell.notifications.actions.pushing import try_device
from helpwell.notifications.actions.reading import read, read_all, read_ticket

__all__ = [
    "add_device",
    "choose",
    "mail_alerts",
    "mail_due",
    "mute",
    "notify",
    "push_due",
    "read",
    "read_all",
    "read_ticket",
    "remove_device",
    "try_device",
    "unmute",
]
