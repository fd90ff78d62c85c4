"""Letting the demo company come and go."""

from datetime import datetime

from django.db import connection, transaction

from helpwell.channels import actions as channels
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.demo.chance import chance
from helpwell.demo.errors import AlreadyThere
from helpwell.demo.hiring import open_desk
from helpwell.demo.models import Made
from helpwell.demo.noting import note_made
from helpwell.demo.queries import inboxes, is_present
from helpwell.demo.removing import remove
from helpwell.demo.staging import Stage, all_or_nothing, hear_everything
from helpwell.demo.telling import tellings
from helpwell.demo.timetable import DAY, Scene, scenes
from helpwell.tickets.models import Tag

__all__ = ["adopt_sink_port", "remove", "seed"]

SEED = 2011
SEEDING_LOCK = 0x64656D6F
OPENED_BEFORE = 20 * DAY


@transaction.atomic
def seed(*, now: datetime | None = None, seed: int = SEED, most: int | None = None) -> None:
    """Make the demo company with three months of history until `now`; all of it or nothing.

    The same seed and moment give the same company; `most` limits its talks, for quick tries.
    Refuses when it is here already.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEEDING_LOCK])
    if is_present():
        raise AlreadyThere
    hear_everything()
    random = chance(seed)
    with all_or_nothing():
        _perform(scenes(tellings(random)[:most], now=now or clock.now(), random=random))


def adopt_sink_port(port: int) -> None:
    """Let the demo's inboxes send to the port at which the mail viewer listens now."""
    for inbox in inboxes():
        channels.change_inbox(inbox, smtp_port=port, by=SYSTEM)


def _perform(plan: list[Scene]) -> None:
    known_tags = set(Tag.objects.values_list("pk", flat=True))
    with clock.travel(plan[0].at - OPENED_BEFORE):
        stage = Stage(open_desk())
    for scene in plan:
        stage.play(scene)
    hear_everything()
    stage.let_all_read()
    stage.deliver_newest()
    for tag in Tag.objects.exclude(pk__in=known_tags):
        note_made(Made.Kind.TAG, tag.pk)
