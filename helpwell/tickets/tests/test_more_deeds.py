"""Deeds that fill in and plan: type, fields, reason, snooze, follow, promise, steps."""

import pytest

from helpwell.accounts.testing import make_agent
from helpwell.core import clock
from helpwell.fields.models import Edition, Field
from helpwell.tickets import deeds
from helpwell.tickets.models import ContactReason, Follower, Promise, Snooze, Step, Ticket
from helpwell.tickets.testing import make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    Field.objects.create(about="ticket", key="bag", name="Bag number", kind="text")
    Edition.objects.update_or_create(pk=1, defaults={"number": 4711})
    reason = ContactReason.objects.create(name="Late")
    return [
        {"do": "snooze", "days": 3},
        {"do": "follow"},
        {"do": "promise", "words": "Call back", "days": 2},
        {"do": "steps", "texts": ["Weigh it", " ", "Send\nit"]},
        {"do": "type", "to": "incident"},
        {"do": "field", "key": "bag", "to": "B 7"},
        {"do": "reason", "to": reason.pk},
    ]


def test_they_are_done_and_undone_in_one_go(kept):
    ada, ticket = make_agent(), make_ticket()
    ada.time_zone = "Europe/Brussels"
    done = deeds.carry_out(ticket, deeds.read_all(kept), by=ada)
    assert done.refusals == []
    found = Ticket.objects.get(pk=ticket.pk)
    assert (found.type, found.values, found.reason.name) == ("incident", {"bag": "B 7"}, "Late")
    assert found.status == "snoozed"
    wakes = Snooze.objects.get().until.astimezone(clock.now().tzinfo)
    assert wakes.hour in (7, 8)  # nine o'clock in Brussels
    assert Follower.objects.get().agent == ada
    assert Promise.objects.get().words == "Call back"
    assert [step.text for step in Step.objects.all()] == ["Weigh it", "Send it"]
    assert deeds.take_back(ticket, done.fact_ids, by=ada) == []
    found = Ticket.objects.get(pk=ticket.pk)
    assert (found.type, found.reason, found.status) == ("", None, "new")
    assert not Step.objects.exists()
    assert not Follower.objects.exists()


def test_they_say_in_words_what_they_do(kept):
    assert [deed.words for deed in deeds.read_all(kept)] == [
        "sets the type Incident",
        "sets Bag number to B 7",
        "sets the reason Late",
        "lets you follow it",
        "notes the promise “Call back” within 2 days",
        "adds 2 steps to its checklist",
        "snoozes it for 3 days",
    ]


def test_a_field_or_a_reason_that_is_gone_is_told(kept):
    ContactReason.objects.all().delete()
    Field.objects.all().delete()
    Edition.objects.update(number=4712)
    done = deeds.carry_out(make_ticket(), deeds.read_all(kept), by=make_agent())
    assert done.refusals == [
        "fills in a field that is gone (its field is not in use any more)",
        "sets the reason one that is gone (it is not in use any more)",
    ]


@pytest.mark.parametrize(
    "kept",
    [
        {"do": "snooze", "days": 0},
        {"do": "snooze", "days": True},
        {"do": "snooze", "days": "3"},
        {"do": "promise", "words": " ", "days": 1},
        {"do": "steps", "texts": "one"},
        {"do": "steps", "texts": [" "]},
        {"do": "type", "to": "sale"},
        {"do": "reason", "to": "x"},
        {"do": "field", "key": "x"},
    ],
)
def test_what_cannot_be_read_is_no_deed(kept):
    assert deeds.read(kept) is None
