"""Tables are written by the actions of their own room, and by nobody else."""

import pytest

from tests.architecture.house import Source, in_order, may_know, order, rooms, sources
from tests.architecture.writing import writes_of

FOREIGN = (
    "{here} writes {table}, a table of {there}. Call an action of {there}, or add one there: it "
    "locks, decides, writes and tells in one place."
)
OUTSIDE_ACTIONS = (
    "{table} is written outside the actions of {there}. Move the write into "
    "helpwell/{there}/actions: every way in (screen, API, task) then does the same."
)
# Files that are the room's own hands, though they are not called actions.
HANDS = {"testing", "migrations", "management"}
# The whole of the demo is one play; its own tables only note what it made.
PLAYING = {"demo"}


def test_tables_are_written_by_their_own_actions_only():
    in_order(finding for source in sources() for finding in check(source))


@pytest.mark.parametrize(
    "text",
    [
        "from helpwell.tickets.models import Ticket\nTicket.objects.filter(pk=1).update(status='')",
        "from helpwell.tickets.models import Ticket\nTicket.objects.bulk_create([])",
        "from helpwell.tickets import models as them\nthem.Ticket.objects.create(subject='')",
        "from helpwell.tickets.models import Ticket\ndef f(t: Ticket) -> None:\n    t.save()",
        "from helpwell.tickets.models import Ticket\ndef f(t: Ticket | None):\n    t.tags.add(1)",
        "from helpwell.tickets.models import Ticket\ndef f(t: Ticket):\n"
        "    t.messages.filter(kind='note').update(text='')",
        "from helpwell.tickets.models import Ticket\nrow = Ticket.objects.get(pk=1)\nrow.delete()",
        "from helpwell.tickets.models import Ticket\nrow, _ = Ticket.objects.get_or_create(pk=1)\n"
        "row.save()",
        "from helpwell.tickets.models import Ticket\nfor t in Ticket.objects.all():\n    t.save()",
        "from helpwell.tickets.models import Message\ndef f(m: Message):\n    m.ticket.save()",
        "from django.db import connection\nconnection.cursor().execute('UPDATE tickets_tag')",
    ],
)
def test_a_foreign_write_is_told(text):
    found = check(Source.of(text, "helpwell/channels/actions/sending.py"))
    assert found, "the write was not seen"
    assert "channels writes" in found[0]
    assert "Call an action of tickets" in found[0]


def test_a_rooms_own_view_writes_through_its_actions_too():
    text = "from helpwell.tickets.models import Ticket\nTicket.objects.filter(pk=1).delete()"
    (finding,) = check(Source.of(text, "helpwell/tickets/views/changes.py"))
    assert "Move the write into helpwell/tickets/actions" in finding


@pytest.mark.parametrize(
    "text",
    [
        "from helpwell.tickets.models import Ticket\nTicket.objects.filter(pk=1).exists()",
        "from helpwell.tickets.content import Recipient\nseen = set()\nseen.add(Recipient)",
        "names = {}\nnames.update(tickets=1)",
    ],
)
def test_reading_and_ordinary_values_are_fine(text):
    assert check(Source.of(text, "helpwell/channels/queries.py")) == []


def test_the_reader_of_sources_sees_the_writes_there_are():
    """Guards the guard: if it saw nothing, it would allow everything."""
    seen = {write.table for source in sources() if source.is_action for write in writes_of(source)}
    assert {"Ticket", "Message", "Delivery", "Customer", "Tally", "Fact"} <= seen


def check(source: Source) -> list[str]:
    """The writes of this file that are not its business."""
    if source.is_test or source.room not in rooms() or HANDS & set(source.parts):
        return []
    findings = []
    for write in writes_of(source):
        words = {"here": source.room, "there": write.room, "table": write.table}
        if write.room != source.room and write.room in may_know(top()):
            findings.append(source.at(write.node, FOREIGN.format(**words)))
        elif write.room == source.room and not source.is_action and source.room not in PLAYING:
            findings.append(source.at(write.node, OUTSIDE_ACTIONS.format(**words)))
    return findings


def top() -> str:
    """The highest room, which knows all others."""
    return next(iter(order()[0]))
