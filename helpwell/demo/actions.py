"""Letting the demo company come and go."""

from datetime import datetime

from django.db import connection, transaction

from helpwell.channels import actions as channels
from helpwell.core import clock
from helpwell.core.actors import SYSTEM
from helpwell.demo.chance import chance
from helpwell.demo.desk_work import DeskWork
from helpwell.demo.errors import AlreadyThere
from helpwell.demo.hiring import open_desk
from helpwell.demo.models import Made
from helpwell.demo.naming import name_desk
from helpwell.demo.noting import note_made
from helpwell.demo.queries import inboxes, is_present, is_wished_for
from helpwell.demo.removing import remove
from helpwell.demo.staging import Stage, all_or_nothing, hear_everything
from helpwell.demo.telling import tellings
from helpwell.demo.timetable import DAY, Scene, scenes
from helpwell.jobs.bell import ring
from helpwell.tickets.models import Tag

__all__ = ["BELL", "adopt_sink_port", "come_if_wished", "remove", "seed", "wish"]

BELL = "demo.wished"

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
        now = now or clock.now()
        _perform(scenes(tellings(random)[:most], now=now, random=random), now=now)


def wish() -> None:
    """Want the demo company to come; it moves in in the background."""
    if is_present():
        raise AlreadyThere
    note_made(Made.Kind.WISH, 0)
    ring(BELL)


def come_if_wished() -> None:
    """Make the demo company if somebody wants it and it is not here."""
    if is_wished_for() and not is_present():
        seed()


def adopt_sink_port(port: int) -> None:
    """Let the demo's inboxes send to the port at which the mail viewer listens now."""
    for inbox in inboxes():
        channels.change_inbox(inbox, smtp_port=port, by=SYSTEM)


def _perform(plan: list[Scene], *, now: datetime) -> None:
    known_tags = set(Tag.objects.values_list("pk", flat=True))
    with clock.travel(plan[0].at - OPENED_BEFORE):
        stage = Stage(open_desk())
        name_desk(stage.desk.inboxes)
    for scene in plan:
        stage.play(scene)
    hear_everything()
    stage.let_all_read()
    stage.deliver_newest()
    DeskWork(stage.desk, stage.tickets(), now).lay_out()
    hear_everything()
    for tag in Tag.objects.exclude(pk__in=known_tags):
        note_made(Made.Kind.TAG, tag.pk)
