"""An inbox that is silent for longer than it ever is at this time of the week is noticed, once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from helpwell.channels import actions
from helpwell.channels.health_queries import mail_health, paces
from helpwell.channels.models import Envelope, Inbox
from helpwell.channels.silence import MANY, SHORTEST, Pace, expected
from helpwell.channels.testing import mail, make_inbox
from helpwell.events.models import Fact
from helpwell.files.actions import store

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
# Three mails an hour, from nine to five on working days.
OFFICE = {(day, hour): 18 for day in range(1, 6) for hour in range(9, 17)}


def pace(last_at: datetime) -> Pace:
    return Pace(last_at - timedelta(weeks=6), last_at, dict(OFFICE))


@pytest.mark.parametrize(
    ("last_at", "now", "is_silent"),
    [
        (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=2), False),  # three should have come
        (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=3.5), False),  # seven and a half
        (MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=4), True),  # nine
        (MONDAY + timedelta(hours=8), MONDAY + timedelta(hours=23.9), False),  # the night
        (MONDAY + timedelta(days=4, hours=7.9), MONDAY + timedelta(days=7, hours=2), False),
        (MONDAY + timedelta(days=4, hours=7.9), MONDAY + timedelta(days=7, hours=3), True),
    ],
)
def test_what_should_have_come_by_now_decides(last_at, now, is_silent):
    assert pace(last_at).is_silent(now) == is_silent


def test_nothing_is_said_of_an_inbox_that_is_new_or_was_busy_a_moment_ago():
    new = Pace(MONDAY - timedelta(days=10), MONDAY, dict.fromkeys(OFFICE, 999))
    busy = Pace(MONDAY - timedelta(weeks=6), MONDAY, dict.fromkeys(OFFICE, 9999))
    assert not new.is_silent(MONDAY + timedelta(days=1))
    assert not busy.is_silent(MONDAY + SHORTEST - timedelta(minutes=1))


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_longer_it_takes_the_more_should_have_come(first, second):
    spans = [timedelta(minutes=minutes) for minutes in sorted((first, second))]
    few, many = (expected(OFFICE, weeks=6, since=MONDAY, until=MONDAY + span) for span in spans)
    assert 0 <= few <= many < MANY + 3


def arrivals(inbox: Inbox, *moments: datetime) -> None:
    """Mails of the past, as rows: only their times matter."""
    raw = store(mail())
    Envelope.objects.bulk_create(
        Envelope(inbox=inbox, sha256=f"{inbox.pk}-{number}", raw=raw, received_at=at, state="done")
        for number, at in enumerate(moments)
    )


@pytest.fixture
def busy() -> Inbox:
    """An inbox that got a mail every twenty minutes of six weeks, until Monday at nine."""
    inbox = make_inbox()
    start = MONDAY - timedelta(weeks=6)
    arrivals(inbox, *(start + timedelta(minutes=20 * n) for n in range(6 * 7 * 24 * 3)))
    return inbox


@pytest.mark.django_db
def test_silence_is_told_once_and_taken_back_when_mail_comes(busy):
    with time_machine.travel(MONDAY + timedelta(hours=2), tick=False):
        actions.note_silence()
        assert not mail_health().inboxes[0].is_silent
    with time_machine.travel(MONDAY + timedelta(hours=4), tick=False):
        actions.note_silence()
        actions.note_silence()
        assert mail_health().inboxes[0].is_silent
        assert Fact.objects.filter(name="inbox.silence_noticed").count() == 1
        actions.accept(busy, mail())
    with time_machine.travel(MONDAY + timedelta(hours=4, minutes=5), tick=False):
        assert not mail_health().inboxes[0].is_silent, "at once, before anybody looks"
        actions.note_silence()
        busy.refresh_from_db()
        assert busy.silence_told_at is None


@pytest.mark.django_db
def test_each_inbox_has_a_pace_of_its_own(busy):
    quiet = make_inbox()
    with time_machine.travel(MONDAY, tick=False):
        arrivals(quiet, MONDAY - timedelta(weeks=9), MONDAY - timedelta(weeks=4))
        found = paces()
    assert sum(found[busy.pk].mails.values()) == 6 * 7 * 24 * 3
    assert sum(found[quiet.pk].mails.values()) == 1, "what is older than eight weeks is left out"
