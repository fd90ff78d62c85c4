"""Noticing that an inbox has fallen silent."""

from django.db import transaction

from helpwell.channels.facts import SilenceNoticed
from helpwell.channels.health_queries import paces
from helpwell.channels.models import Inbox
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.events.actions import publish
from helpwell.live.actions import tell


def note_silence() -> None:
    """Note once of each inbox that it is silent for unusually long, and when it no longer is."""
    now = clock.now()
    found = paces()
    for inbox in Inbox.objects.filter(is_active=True):
        pace = found.get(inbox.pk)
        is_silent = pace is not None and pace.is_silent(now)
        if is_silent != (inbox.silence_told_at is not None) and (pace or not is_silent):
            _note(inbox, is_silent=is_silent)


@transaction.atomic
def _note(inbox: Inbox, *, is_silent: bool) -> None:
    Inbox.objects.filter(pk=inbox.pk).update(silence_told_at=clock.now() if is_silent else None)
    if is_silent:
        publish(SilenceNoticed(inbox_id=inbox.pk, by=SYSTEM))
    tell("mail-health")
