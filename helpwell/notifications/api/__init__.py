"""Notifications for programs: what their person is told, and how they want to be told."""

from helpwell.api.door import register
from helpwell.notifications.api import told, wishes
from helpwell.notifications.api.router import router

__all__ = ["told", "wishes"]

register(router)
