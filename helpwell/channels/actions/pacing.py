"""Pauses of an inbox whose server fails, or asks for less."""

from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Greatest, Least

from helpwell.channels.models import Inbox
from helpwell.channels.outbox_queries import awake
from helpwell.core import clock

TROUBLE_SECONDS = (30, 600)  # the first and the longest pause of a server that fails
LESS_SECONDS = (60, 1800)  # of one that asks for fewer mails


def rest(inbox: Inbox, seconds: tuple[int, int]) -> None:
    """Let the inbox pause, twice as long each time, from the first to the longest of `seconds`.

    Of several senders that meet the same trouble, one sets the pause.
    """
    first, longest = seconds
    pause = Least(Greatest(F("send_pause_seconds") * 2, first), longest)
    if awake().filter(pk=inbox.pk).update(send_pause_seconds=pause):
        inbox.refresh_from_db(fields=["send_pause_seconds"])
        until = clock.now() + timedelta(seconds=inbox.send_pause_seconds)
        Inbox.objects.filter(pk=inbox.pk).update(send_after=until)


def go_on(inbox: Inbox) -> None:
    """The server takes mail, or somebody wants it tried: no more pauses."""
    tired = Inbox.objects.filter(pk=inbox.pk, send_pause_seconds__gt=0)
    tired.update(send_pause_seconds=0, send_after=None)
